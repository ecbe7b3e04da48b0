// Exports of a conversation: as Markdown, JSON, a page of HTML, or on paper.
function save(name, type, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const exportStyle = `body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
section { border-top: 1px solid #ccc; margin-top: 1.5rem; } h2 { font-size: 1.1rem; white-space: pre-wrap; }
ol { list-style: none; padding: 0; } blockquote { margin: 1rem 0 .2rem; padding-left: .8rem; border-left: 3px solid #4f46e5; white-space: pre-line; }
cite, footer { font-style: normal; font-size: .9rem; color: #4b5563; }`;

function add(parent, name, text, attributes = {}) {
  const child = parent.appendChild(parent.ownerDocument.createElement(name));
  child.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => child.setAttribute(key, value));
  return child;
}

// What a turn shows, without what can only be clicked; a source's button becomes its reference.
function copyAnswer(page, turn) {
  const copy = page.importNode(turn.querySelector('.qa-answer'), true);
  copy.querySelectorAll('.qa-who, .qa-copy, .qa-thumbs, .qa-reasons, .qa-asked .qa-edit').forEach((part) => part.remove());
  for (const button of copy.querySelectorAll('.qa-open')) {
    const reference = page.createElement('cite');
    const { textContent, dataset } = button;
    reference.textContent = `[${textContent.trim().replace(' ', '] ')} (${dataset.doc})`;
    button.replaceWith(reference);
  }
  copy.querySelectorAll('button').forEach((button) => button.replaceWith(button.textContent));
  copy.querySelectorAll('details').forEach((details) => { details.open = true; });
  for (const part of [copy, ...copy.querySelectorAll('*')]) {
    [...part.attributes].filter(({ name }) => name !== 'open').forEach(({ name }) => part.removeAttribute(name));
  }
  return copy;
}

function writePage(name, turns) {
  const page = document.implementation.createHTMLDocument(name);
  page.documentElement.lang = 'en';
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  page.head.prepend(add(page.head, 'meta', '', { 'http-equiv': 'Content-Security-Policy', content: policy }));
  page.head.prepend(add(page.head, 'meta', '', { charset: 'utf-8' }));
  add(page.head, 'style', exportStyle);
  add(page.body, 'h1', name);
  for (const turn of turns) {
    const section = add(page.body, 'section', '');
    add(section, 'h2', turn.querySelector('.qa-question p').textContent);
    section.append(copyAnswer(page, turn));
  }
  const generations = turns.map((turn) => JSON.parse(turn.dataset.exchange).generation);
  const said = texts.EXPORTED.replace('{date}', new Date().toISOString().slice(0, 10));
  add(page.body, 'footer', said.replace('{generations}', [...new Set(generations)].join(', ')));
  return `<!DOCTYPE html>\n${page.documentElement.outerHTML}\n`;
}

function exportTurns(kind, name) {
  const turns = [...element.querySelectorAll('.qa-turn')];
  if (kind === 'print') window.print();
  else if (kind === 'markdown') {
    save('conversation.md', 'text/markdown', turns.map((t) => t.dataset.markdown).join('\n'));
  } else if (kind === 'html') {
    save('conversation.html', 'text/html', writePage(name, turns));
  } else {
    const exchanges = turns.map((turn) => JSON.parse(turn.dataset.exchange));
    save('conversation.json', 'application/json', JSON.stringify(exchanges, null, 2));
  }
}
