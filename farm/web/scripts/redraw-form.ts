/** A choice that changes what a form asks next draws it again by itself, as its button would; without script there is the button. */
for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-redraw]')) {
  select.addEventListener('change', () => {
    const button = select.form?.querySelector<HTMLButtonElement>('button[name="do"][value="show"]')
    const part = select.closest('section[id]')
    if (!button) return
    if (part) button.setAttribute('formaction', `#${part.id}`)
    select.form?.requestSubmit(button)
  })
}
