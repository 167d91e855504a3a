import { cleanFragment } from './clean-fragment.ts'

/** The small editor in front of a rich-text textarea: the textarea stays the form's control, and all there is without script. */
class RichText extends HTMLElement {
  connectedCallback(): void {
    const area = this.querySelector('textarea')
    if (!area || this.querySelector('.editor')) return
    const text = editable(area, this.dataset.label ?? '')
    const editor = document.createElement('div')
    editor.className = 'editor'
    editor.append(this.#toolbar(text), text)
    area.before(editor)
    area.closest('.field')?.classList.add('editing')
    text.addEventListener('input', () => keep(text, area))
    text.addEventListener('paste', (event) => paste(event, text, area))
    area.addEventListener('restored', () => text.replaceChildren(cleanFragment(asHtml(area.value))))
  }

  #toolbar(text: HTMLElement): HTMLElement {
    const bar = document.createElement('div')
    bar.className = 'editor-tools'
    bar.role = 'toolbar'
    bar.ariaLabel = this.dataset.label ?? ''
    const buttons = this.querySelector('template')?.content.cloneNode(true)
    if (buttons) bar.append(buttons)
    // Taking the focus would lose the selection the tool is about.
    bar.addEventListener('mousedown', (event) => event.preventDefault())
    bar.addEventListener('click', (event) => {
      const pressed = event.target instanceof Element ? event.target.closest('button') : null
      const tool = TOOLS.find((one) => one.name === pressed?.dataset.tool)
      if (tool) apply(tool, text, this.dataset.address ?? '')
    })
    document.addEventListener('selectionchange', () => showState(bar, text))
    return bar
  }
}

const TOOLS: readonly { readonly name: string; readonly command: string; readonly value?: string }[] = [
  { name: 'bold', command: 'bold' },
  { name: 'italic', command: 'italic' },
  { name: 'heading', command: 'formatBlock', value: 'h3' },
  { name: 'list', command: 'insertUnorderedList' },
  { name: 'numbers', command: 'insertOrderedList' },
  { name: 'quote', command: 'formatBlock', value: 'blockquote' },
  { name: 'link', command: 'createLink' },
  { name: 'plain', command: 'removeFormat' },
]

function editable(area: HTMLTextAreaElement, label: string): HTMLElement {
  const text = document.createElement('div')
  text.className = 'editor-text prose'
  text.contentEditable = 'true'
  text.role = 'textbox'
  text.ariaMultiLine = 'true'
  text.ariaLabel = label
  // The label and the list of errors lead to what one can see.
  text.id = area.id
  area.id = `${area.id}-source`
  const described = area.getAttribute('aria-describedby')
  if (described) text.setAttribute('aria-describedby', described)
  text.append(cleanFragment(asHtml(area.value)))
  return text
}

function apply(tool: (typeof TOOLS)[number], text: HTMLElement, question: string): void {
  text.focus()
  if (tool.command === 'createLink') {
    const address = window.prompt(question, 'https://')
    if (address && /^(https?:\/\/|mailto:|tel:)\S/.test(address)) document.execCommand('createLink', false, address)
  } else if (tool.command === 'formatBlock') {
    const current = document.queryCommandValue('formatBlock').toLowerCase()
    document.execCommand('formatBlock', false, current === tool.value ? 'p' : tool.value)
  } else document.execCommand(tool.command)
  if (tool.name === 'plain') document.execCommand('unlink')
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

function showState(bar: HTMLElement, text: HTMLElement): void {
  if (!text.contains(document.getSelection()?.anchorNode ?? null)) return
  for (const button of bar.querySelectorAll('button')) {
    const tool = TOOLS.find((one) => one.name === button.dataset.tool)
    if (!tool || tool.name === 'link' || tool.name === 'plain') continue
    const on =
      tool.command === 'formatBlock'
        ? document.queryCommandValue('formatBlock').toLowerCase() === tool.value
        : document.queryCommandState(tool.command)
    button.setAttribute('aria-pressed', String(on))
  }
}

function keep(text: HTMLElement, area: HTMLTextAreaElement): void {
  const holder = document.createElement('div')
  holder.append(cleanFragment(text.innerHTML))
  area.value = holder.textContent?.trim() === '' ? '' : holder.innerHTML
}

// What other programs put on the clipboard keeps its structure and loses its dress.
function paste(event: ClipboardEvent, text: HTMLElement, area: HTMLTextAreaElement): void {
  const html = event.clipboardData?.getData('text/html')
  if (!html) return
  event.preventDefault()
  const holder = document.createElement('div')
  holder.append(cleanFragment(html))
  document.execCommand('insertHTML', false, holder.innerHTML)
  keep(text, area)
}

function asHtml(written: string): string {
  if (/<[a-z/]/i.test(written)) return written
  const holder = document.createElement('p')
  return written
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      holder.textContent = paragraph.trim()
      return holder.outerHTML
    })
    .join('')
}

document.execCommand('defaultParagraphSeparator', false, 'p')
if (!customElements.get('rich-text')) customElements.define('rich-text', RichText)
