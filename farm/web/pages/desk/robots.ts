import type { APIRoute } from 'astro'

/** Nothing of the desk is for robots (RFC 9309). */
export const GET: APIRoute = () =>
  new Response('User-agent: *\nDisallow: /\n', { headers: { 'content-type': 'text/plain; charset=utf-8' } })
