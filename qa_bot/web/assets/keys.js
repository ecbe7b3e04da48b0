// Keys, the side bar and the theme; at last the page begins.
const left = () => $('#qa-left');
const isMenuOpen = () => left().classList.contains('open') !== narrow.matches; // see shell.css

let moves = 0; // of the side bar: what waits for one that was taken back waits no more

function closeMenu() {
  if (!narrow.matches || !isMenuOpen()) return;
  moves += 1;
  $('.toggle-button', left()).click();
}

// The focus goes to the button that takes it back; on the search, a phone would show its keyboard.
actions.menu = async () => {
  const opens = !isMenuOpen();
  moves += 1;
  const move = moves;
  $('.toggle-button', left()).click();
  const back = $(opens ? '.qa-brand [data-do=menu]' : '.qa-bar [data-do=menu]');
  const isThere = () => isMenuOpen() === opens && getComputedStyle(back).visibility === 'visible';
  await until(() => move !== moves || isThere());
  if (move === moves) back.focus({ preventScroll: true });
};
document.addEventListener('click', ({ target }) => {
  if (!target.closest('[data-do], dialog, .qa-notices') && !left().contains(target)) closeMenu();
});
actions.keys = () => {
  const dialog = $('.qa-keys');
  if (dialog.open) dialog.close();
  else dialog.showModal();
};
actions.theme = () => {
  const dark = document.body.classList.toggle('dark');
  localStorage.setItem('qa_bot.theme', dark ? 'dark' : 'light');
};

// The innermost of what is open is closed; a dialog closes by itself.
function escape(target) {
  if ($('dialog[open]')) return;
  if ($('details.qa-menu[open]')) closeMenus();
  else if (target.closest('.qa-find')) actions.find();
  else if (target.closest('.qa-reasons')) target.closest('.qa-reasons').reset();
  else if (asking) stopAsking();
  else if (narrow.matches && isMenuOpen()) actions.menu();
  else if (isOpen()) closeSource();
  else if (window.location.hash === '#documents') {
    actions.chat();
    box().focus();
  }
}

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const command = event.ctrlKey || event.metaKey;
  const writing = target.matches('textarea, select, input:not([type=checkbox], [type=radio])');
  if (key === 'Escape') escape(target);
  else if ((key === 'k' && command && !event.shiftKey) || (key === '/' && !writing)) {
    actions.chat();
    box().focus();
  } else if (key.toLowerCase() === 'o' && command && event.shiftKey) actions.new();
  else if (key === '?' && !writing) actions.keys();
  else if (target.matches('.qa-grip') && key.startsWith('Arrow')) {
    setWidth(right().offsetWidth + (key === 'ArrowLeft' ? 32 : -32));
  } else if (/^Arrow(Left|Right)$/.test(key) && !writing && !command && !event.altKey
    && target.closest('.qa-turn, .qa-viewer')) step(key === 'ArrowRight' ? 1 : -1, target);
  else return;
  if (key !== 'Escape') event.preventDefault();
});

function nameButtons() {
  $('#qa-question .submit-button').setAttribute('aria-label', texts.SEND);
  $('#qa-question .stop-button').setAttribute('aria-label', texts.STOP);
  $$('.sidebar > .toggle-button').forEach((button) => { button.tabIndex = -1; });
}

// Gradio mounts the parts of the page one after the other: it begins when the last is there.
async function begin() {
  await until(() => box() && $('.qa-viewer') && $('.qa-chats') && $('#qa-library-head h1'));
  const theme = localStorage.getItem('qa_bot.theme');
  if (theme) document.body.classList.toggle('dark', theme === 'dark');
  Object.assign(document.body.dataset, { empty: 'yes', asking: 'no', lost: 'no' });
  nameButtons();
  setWidth(Number(localStorage.getItem('qa_bot.viewer')) || 480);
  watchRows();
  watchGradio();
  keepPlace();
  showHash();
  await refresh();
  listChats();
  if (chat && !window.location.search) await openChat(chat);
  showPending();
  followLink();
  document.body.dataset.ready = 'yes';
  if (!narrow.matches && document.activeElement === document.body) box().focus();
  poll();
}
begin();
