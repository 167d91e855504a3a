const EVERY_MS = 2000

/** Follows work that goes on behind the page: how far it is told anew every other second, and the page drawn again once it has ended. */
async function follow(): Promise<void> {
  const told = document.getElementById('under-way')
  if (!told) return
  const response = await fetch(location.href).catch(() => undefined)
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const fresh = page.getElementById('under-way')
    if (!fresh) {
      location.reload()
      return
    }
    replace(told, fresh)
    replace(document.querySelector('dl.counts'), page.querySelector('dl.counts'))
  }
  window.setTimeout(() => void follow(), EVERY_MS)
}

// Never under somebody's fingers.
function replace(told: Element | null, fresh: Element | null): void {
  if (!told || !fresh || told.contains(document.activeElement) || told.innerHTML === fresh.innerHTML) return
  told.replaceChildren(...document.importNode(fresh, true).childNodes)
}

window.setTimeout(() => void follow(), EVERY_MS)
