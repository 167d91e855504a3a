import { takeTicket } from '../../desk/take-ticket.ts'

/** Takes a ticket of the desk, so that the directory names the private spaces of who is here. */
export const GET = takeTicket
