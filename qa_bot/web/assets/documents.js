// The documents: what there is, how reading them goes, what is added, removed and restored.
let state = { revision: '', titles: {}, can_ask: false };
let told = '';
let reached = true;

async function refresh(quiet = false) {
  const fresh = await call('state', { revision: state.revision }, quiet);
  if (!fresh) reached = false;
  if (!fresh) return;
  if (!reached && chat) showTurns(drawable(chat), true);
  reached = true;
  const drawn = fresh.documents !== undefined;
  state = { ...state, ...fresh };
  showProgress(state.progress);
  if (!drawn) return;
  $('.qa-documents').innerHTML = state.documents;
  $('.qa-shelf [data-do=library]').textContent = `${texts.DOCUMENTS} (${state.count})`;
  $('.qa-count').textContent = state.count === 1 ? texts.COUNT_ONE : fill(texts.COUNT, state);
  $('.qa-welcome').innerHTML = state.welcome;
  $('.qa-examples').innerHTML = state.examples;
  $('.qa-user').innerHTML = state.user;
  document.body.dataset.can = [state.may_edit && 'edit', state.can_ask && 'ask'].filter(Boolean).join(' ');
  [...scope].filter((doc) => !(doc in state.titles)).forEach((doc) => scope.delete(doc));
  box().placeholder = state.can_ask ? texts.PLACEHOLDER : texts.PLACEHOLDER_EMPTY;
  filterDocuments($('.qa-sought').value);
  showScope();
  showRoom();
  if (window.location.hash === '#documents') drawPanel();
}

// Ask again: soon while documents are being read or the server is away, now and then otherwise, not while hidden.
async function poll() {
  if (!document.hidden) await refresh(true);
  const soon = state.progress?.running || document.body.dataset.lost === 'yes';
  setTimeout(poll, soon ? 700 : 4000);
}

function showProgress(progress) {
  $$('.qa-progress').forEach((line) => {
    line.hidden = !progress.running;
    $('span', line).textContent = progress.said ?? '';
    $('progress', line).value = progress.share ?? 0;
  });
  if (progress.running) told = 'running';
  else {
    if (told === 'running' && progress.id) toast(progress.said);
    told = progress.id;
  }
}

function filterDocuments(sought) {
  const words = sought.trim().toLowerCase();
  $$('.qa-documents > li').forEach((item) => {
    item.hidden = !item.textContent.toLowerCase().includes(words);
  });
}

// The versions stay as they are while somebody chooses among them.
async function drawVersions() {
  const html = await call('versions', null, true);
  if (html !== undefined && !$('.qa-menu[open] .qa-versions')) $('.qa-versions').innerHTML = html;
}

function drawPanel() {
  trigger('edit');
  drawVersions();
}
document.addEventListener('toggle', ({ target }) => {
  if (!target.open && $('.qa-versions', target)) drawVersions();
}, true);

function showHash() {
  const open = window.location.hash === '#documents';
  document.body.dataset.view = open ? 'documents' : 'chat';
  if (!open) return;
  drawPanel();
  $('#qa-library-head h1').focus();
}
window.addEventListener('hashchange', showHash);
actions.library = () => {
  closeMenu();
  closeSource();
  window.location.hash = 'documents';
};
actions.chat = () => {
  if (window.location.hash) window.location.hash = '';
  showHash();
};
actions.sort = (button) => trigger('sort', { by: button.dataset.by });
actions['go-back'] = async (button) => {
  const said = await call('go_back', { generation: button.dataset.generation });
  if (said) toast(said);
  await refresh();
  showHash();
};
actions.update = async () => {
  await call('update');
  refresh();
};
actions.cancel = async () => {
  await call('cancel');
  refresh();
};

// Files that are chosen or dropped go to the API one by one, with the folder they came in.
async function upload({ file, folder }, item, how = '') {
  const body = new FormData();
  body.append('files', file);
  item.className = 'qa-pending';
  item.textContent = `${file.name}: ${texts.UPLOADING}`;
  let said = texts.UNREACHABLE;
  try {
    const query = new URLSearchParams({ folder, rebuild: 'true', ...(how && { [how]: 'true' }) });
    const reply = await fetch(`api/v1/documents?${query}`, { method: 'POST', body });
    if (reply.ok) {
      item.className = 'qa-done';
      item.textContent = `${file.name}: ${texts.UPLOADED}`;
      setTimeout(() => item.remove(), 4000);
      return;
    }
    said = (await reply.json()).detail;
  } catch { /* said already */ }
  item.className = 'qa-bad';
  item.textContent = `${file.name}: ${said}`;
  const choices = said === texts.TAKEN ? [[texts.REPLACE, 'replace'], [texts.KEEP_BOTH, 'keep_both']] : [];
  for (const [label, choice] of [...choices, [choices.length ? texts.SKIP : texts.CLOSE, '']]) {
    const button = item.appendChild(document.createElement('button'));
    button.type = 'button';
    button.textContent = label;
    button.onclick = async () => {
      if (choice) await upload({ file, folder }, item, choice);
      else item.remove();
      refresh(true);
    };
  }
}

async function uploadAll(files) {
  const list = $('.qa-uploads');
  const waiting = files.map((file) => [file, list.appendChild(document.createElement('li'))]);
  waiting.forEach(([{ file }, item]) => { item.textContent = file.name; });
  for (const [file, item] of waiting) await upload(file, item);
  refresh(true);
}

const folderOf = (path) => path.split('/').slice(0, -1).join('/');
const isShown = ({ name }) => !name.startsWith('.');

// All files below what was dropped, a folder being read to its end.
async function filesBelow(entry, path = '') {
  if (!isShown(entry)) return [];
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    return [{ file, folder: path }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!some.length) break;
    for (const inside of some) found.push(...await filesBelow(inside, path ? `${path}/${entry.name}` : entry.name));
  }
  return found;
}

const [filesInput, folderInput] = $$('input[type=file]', element);
actions.add = () => filesInput.click();
actions['add-folder'] = () => folderInput.click();
for (const input of [filesInput, folderInput]) {
  input.addEventListener('change', () => {
    const files = [...input.files].filter(isShown);
    uploadAll(files.map((file) => ({ file, folder: folderOf(file.webkitRelativePath) })));
    input.value = '';
  });
}

const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
let over = 0;
function showOverlay(by) {
  over = Math.max(0, by ? over + by : 0);
  $('.qa-overlay').hidden = !over || !state.may_edit;
}
window.addEventListener('dragenter', (event) => hasFiles(event) && showOverlay(1));
window.addEventListener('dragleave', (event) => hasFiles(event) && showOverlay(-1));
window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
window.addEventListener('drop', async (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  showOverlay(0);
  if (!state.may_edit) return;
  const items = [...event.dataTransfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => [item.webkitGetAsEntry(), item.getAsFile()]);
  const found = entries.map(([entry, file]) => (entry ? filesBelow(entry) : [{ file, folder: '' }]));
  uploadAll((await Promise.all(found)).flat());
}, true);

// Selected rows are removed or restored together; removing can be undone. The table is drawn anew
// while documents are read: what was selected stays so.
const chosenRows = new Set();
const selected = () => $$('#qa-rows [data-source]:checked');
const nameOf = ({ dataset }) => `${dataset.removed} ${dataset.source}`;

function showSelected() {
  const chosen = selected();
  $('.qa-selected').hidden = !chosen.length;
  $('.qa-selected span').textContent = fill(texts.SELECTED, { count: chosen.length });
  const removed = chosen.some((check) => check.dataset.removed === '1');
  $('.qa-selected [data-do=remove]').hidden = removed;
  $('.qa-selected [data-do=restore]').hidden = !removed;
}

function chooseNone() {
  chosenRows.clear();
  selected().forEach((check) => { check.checked = false; });
  showSelected();
}

function watchRows() {
  new MutationObserver(() => {
    $$('#qa-rows [data-source]').forEach((check) => { check.checked = chosenRows.has(nameOf(check)); });
    showSelected();
  }).observe($('#qa-rows'), { childList: true, subtree: true });
}

async function restore(pairs) {
  if (await call('restore', pairs)) toast(texts.RESTORED);
  chooseNone();
  refresh();
}

actions.remove = async () => {
  const chosen = selected();
  const removed = await call('remove', chosen.map((check) => check.dataset.source));
  if (!removed) return;
  const { title } = chosen[0].dataset;
  const said = removed.length === 1 ? fill(texts.REMOVED_ONE, { title }) : fill(texts.REMOVED_SOME, { count: removed.length });
  toast(said, () => restore(removed));
  chooseNone();
  refresh();
};
actions.restore = () => restore(selected().map((check) => [check.dataset.source, '']));
document.addEventListener('change', ({ target }) => {
  if (!target.closest('#qa-rows')) return;
  if ('all' in target.dataset) $$('#qa-rows [data-source]').forEach((check) => { check.checked = target.checked; });
  $$('#qa-rows [data-source]').forEach((check) => chosenRows[check.checked ? 'add' : 'delete'](nameOf(check)));
  showSelected();
});
