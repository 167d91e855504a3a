/** Whether bytes begin as a calendar does. */
export function isCalendarFile(bytes: Uint8Array): boolean {
  return /^[^A-Za-z]{0,10}BEGIN:V/i.test(String.fromCharCode(...bytes.subarray(0, 20)))
}

/** The bytes with their folded lines joined: lines are folded by bytes, and many programs cut in the middle of a letter (RFC 5545 §3.1). */
export function unfoldedBytes(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    const end = byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1
    const folded = (byte === CR || byte === LF) && (bytes[end] === SPACE || bytes[end] === TAB)
    if (folded) at = end
    else kept[length++] = byte
  }
  return kept.subarray(0, length)
}

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32]
