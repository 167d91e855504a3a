import { cleanFragment } from './clean-fragment.ts'

/** The small editor in front of a rich-text textarea: the textarea stays the form's control, and all there is without script. */
class RichText extends HTMLElement {
  connectedCallback(): void {
    const area = this.querySelector('textarea')
    if (!area || this.querySelector('.editor')) return
    const words: Record<string, string> = JSON.parse(this.dataset.words ?? '{}')
    const text = editable(area, words.label ?? '')
    const editor = document.createElement('div')
    editor.className = 'editor'
    editor.append(toolbar(text, words), text)
    area.before(editor)
    area.closest('.field')?.classList.add('editing')
    text.addEventListener('input', () => keep(text, area))
    text.addEventListener('paste', (event) => paste(event, text, area))
    area.addEventListener('restored', () => text.replaceChildren(cleanFragment(asHtml(area.value))))
  }
}

const TOOLS: readonly {
  readonly name: string
  readonly command: string
  readonly value?: string
  readonly sign: string
}[] = [
  { name: 'bold', command: 'bold', sign: 'G' },
  { name: 'italic', command: 'italic', sign: 'I' },
  { name: 'heading', command: 'formatBlock', value: 'h3', sign: 'T' },
  { name: 'list', command: 'insertUnorderedList', sign: '•' },
  { name: 'numbers', command: 'insertOrderedList', sign: '1.' },
  { name: 'quote', command: 'formatBlock', value: 'blockquote', sign: '« »' },
  { name: 'link', command: 'createLink', sign: '⌁' },
  { name: 'plain', command: 'removeFormat', sign: '⌫' },
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

function toolbar(text: HTMLElement, words: Readonly<Record<string, string>>): HTMLElement {
  const bar = document.createElement('div')
  bar.className = 'editor-tools'
  bar.role = 'toolbar'
  bar.ariaLabel = words.label ?? ''
  for (const tool of TOOLS) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = tool.sign
    button.title = words[tool.name] ?? tool.name
    button.ariaLabel = button.title
    // Taking the focus would lose the selection the tool is about.
    button.addEventListener('mousedown', (event) => event.preventDefault())
    button.addEventListener('click', () => apply(tool, text, words.address ?? ''))
    bar.append(button)
  }
  document.addEventListener('selectionchange', () => showState(bar, text))
  return bar
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
  for (const [index, tool] of TOOLS.entries()) {
    const button = bar.children[index]
    const block = tool.command === 'formatBlock'
    const on = block
      ? document.queryCommandValue('formatBlock').toLowerCase() === tool.value
      : tool.command.startsWith('insert') || tool.sign.length === 1
        ? document.queryCommandState(tool.command)
        : false
    button?.setAttribute('aria-pressed', String(on))
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
