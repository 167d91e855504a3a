/** One territory of a drawing. */
export interface MapShape {
  readonly key: string
  /** An SVG path. */
  readonly path: string
  /** Where its figure stands. */
  readonly x: number
  readonly y: number
}

/** A map ready to be coloured; territories whose place is unknown are missing from it. */
export interface TerritoryMap {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly shapes: readonly MapShape[]
  /** True contours, cells around the points of communes, or a disc each. */
  readonly drawn: 'contours' | 'cells' | 'dots'
}
