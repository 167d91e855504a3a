import type { IncomingMessage } from 'node:http'
import { answerBrokenRequest } from './broken-request.ts'
import type { Front } from './front.ts'

/**
 * Gives up on a body that does not arrive in time: the server itself waits as long as for an upload, any other request has less; an upload
 * that stands still is given up too.
 */
export function limitTime(front: Front, req: IncomingMessage, isUpload: boolean): void {
  const { requestMs, stillMs } = front.limits
  const { socket } = req
  const giveUp = () => {
    if (!req.complete) answerBrokenRequest(front, new TooSlow(), socket)
  }
  if (isUpload) {
    req.setTimeout(stillMs, giveUp)
    req.once('end', () => req.setTimeout(0)).once('close', () => socket.setTimeout(0))
    return
  }
  const timer = setTimeout(giveUp, requestMs)
  req.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
}

class TooSlow extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT'
}
