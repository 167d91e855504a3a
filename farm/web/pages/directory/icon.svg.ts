import type { APIRoute } from 'astro'
import { networkIcon } from '../../directory/network-icon.ts'

/** The mark of the network. */
export const GET: APIRoute = ({ locals }) => networkIcon(locals)
