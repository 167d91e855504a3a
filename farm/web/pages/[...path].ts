import type { APIRoute } from 'astro'

/** Never answers: the middleware always leads to a room. It exists because Astro's node handler gives `locals` to known routes alone. */
export const ALL: APIRoute = () => new Response(null, { status: 404 })
