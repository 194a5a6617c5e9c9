// Fetches the page anew every two seconds and shows its tables; the page needs none of this.
'use strict';

const EVERY_MILLIS = 2000;
const pause = document.getElementById('pause');
let paused = false;

function isReading() {
  const selection = document.getSelection();
  return paused || document.hidden || (selection && !selection.isCollapsed);
}

function openDetails() {
  return Array.from(document.querySelectorAll('details[open]'), (each) => each.querySelector('code').textContent);
}

async function refresh() {
  if (isReading()) {
    return;
  }
  const response = await fetch('/', {cache: 'no-store'});
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main');
  if (!fresh || isReading()) {
    return;
  }
  const open = new Set(openDetails());
  for (const details of fresh.querySelectorAll('details')) {
    details.open = open.has(details.querySelector('code').textContent);
  }
  document.getElementById('main').replaceWith(fresh);
}

async function run() {
  try {
    await refresh();
    document.body.classList.remove('gone');
  } catch {
    document.body.classList.add('gone');
  }
  setTimeout(run, EVERY_MILLIS);
}

pause.hidden = false;
pause.addEventListener('click', () => {
  paused = !paused;
  pause.textContent = paused ? 'Go on' : 'Pause';
});
setTimeout(run, EVERY_MILLIS);
