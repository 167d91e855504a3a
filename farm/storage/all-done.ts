/**
 * Waits for all of a transaction's statements that were sent together. Fails as the first of them does, but only when
 * none is under way any more that would outlive the transaction.
 */
export async function allDone(sent: readonly Promise<unknown>[]): Promise<void> {
  try {
    await Promise.all(sent)
  } finally {
    await Promise.allSettled(sent)
  }
}
