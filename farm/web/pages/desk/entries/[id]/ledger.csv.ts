import type { APIRoute } from 'astro'
import { ledgerFile } from '../../../../desk/ledger-files.ts'

/** The ledger of an entry as CSV. */
export const GET: APIRoute = ({ locals, params }) => ledgerFile(locals, params.id, 'csv')
