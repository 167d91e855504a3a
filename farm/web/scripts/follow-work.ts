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
    // Never under somebody's fingers.
    if (!told.contains(document.activeElement) && told.innerHTML !== fresh.innerHTML)
      told.replaceChildren(...document.importNode(fresh, true).childNodes)
  }
  window.setTimeout(() => void follow(), EVERY_MS)
}

window.setTimeout(() => void follow(), EVERY_MS)
