import { takeTicket } from '../../desk/take-ticket.ts'

/** Takes a ticket of the desk against a session on this site. */
export const GET = takeTicket
