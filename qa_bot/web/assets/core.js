// What all parts of the page share. Buttons say in `data-do` which of the `actions` they are.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const narrow = window.matchMedia('(max-width: 1023px)');
const wide = window.matchMedia('(min-width: 1280px)');
const actions = {};
const makeId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
const until = async (holds) => { while (!holds()) await new Promise((go) => { setTimeout(go, 20); }); };
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// Ask the server; undefined, and a notice, where it can't be reached or won't.
async function call(name, sent = null, quiet = false) {
  let said = '';
  try {
    const reply = await server[name](sent);
    showLost('no');
    if (!reply.error) return reply.value;
    said = reply.error;
  } catch {
    showLost('yes');
  }
  if (said && !quiet) toast(said);
  return undefined;
}

// Whether the server can't be reached: what waits says so, and no box of Gradio's lies over the chat.
function showLost(lost) {
  if (document.body.dataset.lost === lost) return;
  document.body.dataset.lost = lost;
  if (lost !== 'yes') return;
  $$('.qa-waiting span').forEach((wait) => { wait.textContent = texts.AWAITED; });
  say(texts.TRYING);
}

// Gradio tells of a lost connection, and of its own errors, in a box: is it the connection?
function watchGradio() {
  new MutationObserver(() => {
    if (!$('.toast-wrap').childElementCount || document.body.dataset.lost === 'yes') return;
    document.body.dataset.lost = 'maybe';
    refresh(true);
  }).observe($('.toast-wrap'), { childList: true });
}

// A notice that goes by itself, but not while it is pointed at or has the focus; with `undo`, a button
// that takes back what it tells.
function toast(said, undo) {
  const notice = document.createElement('p');
  notice.textContent = said[0].toUpperCase() + said.slice(1);
  if (undo) {
    const button = notice.appendChild(document.createElement('button'));
    button.type = 'button';
    button.textContent = texts.UNDO;
    button.onclick = () => { notice.remove(); undo(); };
  }
  $('.qa-toasts').append(notice);
  const leave = () => {
    if (notice.matches(':hover, :focus-within')) setTimeout(leave, 1000);
    else notice.remove();
  };
  setTimeout(leave, undo ? 10_000 : 5000);
}

function say(text) {
  $('.qa-sr').textContent = text;
}

async function copyText(text, said = texts.COPIED) {
  if (text === undefined) return;
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else { // a page without TLS on another machine
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = text;
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  toast(said);
}

function save({ name, type, content }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function closeMenus(but) {
  $$('details.qa-menu[open]').forEach((menu) => {
    if (menu.contains(but)) return;
    if (menu.contains(document.activeElement)) $('summary', menu).focus();
    menu.open = false;
  });
}

// What a key pressed may be gone by then: the focus goes to the question, or to the documents' heading.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-do]');
  closeMenus(button ? null : event.target);
  if (button) await actions[button.dataset.do]?.(button, event);
  if (event.detail) return;
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    (document.body.dataset.view === 'documents' ? $('#qa-library-head h1') : box()).focus();
  }, 50);
});
