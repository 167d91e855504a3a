/**
 * Counts from now the milliseconds of processor this process uses: a bound on them says that something costs little, and holds on a
 * machine that is busy with something else.
 */
export function cpuClock(): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}
