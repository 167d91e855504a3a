/** What holds for every request, each a sentence of the catalogue `api`, told on the page and in the OpenAPI document alike. */
export const RULES = ['key', 'follow', 'page', 'once', 'version', 'problem', 'limit', 'hooks'] as const
