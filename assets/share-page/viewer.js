/*
 * The viewer of a shared mosaic: zoom, hover, tap, search, keyboard, a link to a tile (#tile=COLUMN,ROW, from 1).
 * Runs in any browser straight from a folder; asks nothing of any network. Data: mosaic.js beside this file.
 */
/* global OpenSeadragon, MOSAIC */
'use strict';

(() => {
  const { title, columns, rows, widthPx, heightPx, tiles } = MOSAIC;
  const byId = (id) => document.getElementById(id);
  const [card, hint, words, count] = ['card', 'hint', 'words', 'count'].map(byId);
  document.title = title;
  byId('title').textContent = title;
  byId('note').textContent = MOSAIC.note ?? '';

  const viewer = OpenSeadragon({
    id: 'mosaic',
    // WebGL may not use pictures of a page that was opened from disk.
    drawer: 'canvas',
    crossOriginPolicy: false,
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    maxZoomPixelRatio: 3,
    visibilityRatio: 0.5,
    tileSources: {
      Image: {
        xmlns: 'http://schemas.microsoft.com/deepzoom/2008',
        Url: 'tiles/',
        Format: MOSAIC.format,
        Overlap: String(MOSAIC.overlapPx),
        TileSize: String(MOSAIC.tilePx),
        Size: { Width: String(widthPx), Height: String(heightPx) },
      },
    },
  });

  let chosen = null;
  let chosenMark = null;
  let foundMarks = [];

  const nameOf = (index) => {
    const tile = tiles[index];
    return [tile.date, tile.author, tile.caption].filter(Boolean).join(' – ') || `Photo ${index + 1} of ${tiles.length}`;
  };

  /** The place of a tile, in the viewer's coordinates: the mosaic's width is 1. */
  const placeOf = (index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const left = Math.round((column * widthPx) / columns);
    const top = Math.round((row * heightPx) / rows);
    const right = Math.round(((column + 1) * widthPx) / columns);
    const bottom = Math.round(((row + 1) * heightPx) / rows);
    return new OpenSeadragon.Rect(
      left / widthPx,
      top / widthPx,
      (right - left) / widthPx,
      (bottom - top) / widthPx,
    );
  };

  const tileAt = (position) => {
    const { x, y } = viewer.viewport.pointFromPixel(position);
    const column = Math.floor(x * columns);
    const row = Math.floor((y * widthPx * rows) / heightPx);
    return column < 0 || row < 0 || column >= columns || row >= rows ? null : row * columns + column;
  };

  const mark = (index, className) => {
    const element = document.createElement('div');
    element.className = className;
    viewer.addOverlay({ element, location: placeOf(index) });
    return element;
  };

  function choose(index, { open = false, move = false } = {}) {
    chosen = index;
    if (chosenMark) viewer.removeOverlay(chosenMark);
    chosenMark = mark(index, 'chosen');
    hint.textContent = nameOf(index);
    if (move) {
      const place = placeOf(index);
      const around = new OpenSeadragon.Rect(
        place.x - 2 * place.width,
        place.y - 2 * place.height,
        5 * place.width,
        5 * place.height,
      );
      if (viewer.viewport.getBounds().width > around.width * 3) viewer.viewport.fitBounds(around);
      else viewer.viewport.panTo(place.getCenter());
    }
    history.replaceState(null, '', `#tile=${(index % columns) + 1},${Math.floor(index / columns) + 1}`);
    if (open || !card.hidden) show(index);
  }

  function show(index) {
    const tile = tiles[index];
    const photo = byId('photo');
    photo.hidden = !tile.photo;
    if (tile.photo) {
      photo.src = tile.photo;
      photo.alt = tile.caption || nameOf(index);
    } else photo.removeAttribute('src');
    byId('date').textContent = [tile.date, tile.author].filter(Boolean).join(' · ');
    byId('caption').textContent = tile.caption || '';
    byId('place').textContent = `Column ${(index % columns) + 1}, row ${Math.floor(index / columns) + 1}`;
    const post = byId('post');
    post.hidden = !tile.link;
    if (tile.link) post.href = tile.link;
    else post.removeAttribute('href');
    card.hidden = false;
  }

  function close() {
    card.hidden = true;
    byId('mosaic').focus();
  }

  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const texts = tiles.map((tile) => fold(`${tile.date || ''} ${tile.author || ''} ${tile.caption || ''}`));
  let found = [];
  let next = 0;

  function search() {
    for (const element of foundMarks) viewer.removeOverlay(element);
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    found = wanted.length === 0 ? [] : texts.flatMap((text, index) => (wanted.every((word) => text.includes(word)) ? [index] : []));
    foundMarks = found.slice(0, 500).map((index) => mark(index, 'found'));
    count.textContent = wanted.length === 0 ? '' : found.length === 1 ? '1 photo' : `${found.length} photos`;
    next = 0;
  }

  words.addEventListener('input', search);
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    if (found.length > 0) choose(found[next++ % found.length], { open: true, move: true });
  });
  byId('close').addEventListener('click', close);
  byId('closer').addEventListener('click', () => viewer.viewport.zoomBy(1.6));
  byId('farther').addEventListener('click', () => viewer.viewport.zoomBy(1 / 1.6));
  byId('whole').addEventListener('click', () => viewer.viewport.goHome());

  viewer.addHandler('canvas-click', (event) => {
    if (!event.quick) return;
    const index = tileAt(event.position);
    if (index !== null) choose(index, { open: true });
  });
  // The viewer's own keys would move the view while arrows choose photos.
  viewer.addHandler('canvas-key', (event) => {
    event.preventDefaultAction = true;
  });
  byId('mosaic').addEventListener('mousemove', (event) => {
    const { left, top } = byId('mosaic').getBoundingClientRect();
    const index = tileAt(new OpenSeadragon.Point(event.clientX - left, event.clientY - top));
    hint.textContent = index === null ? '' : nameOf(index);
  });

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close();
    if (event.target === words) return;
    const step = steps[event.key];
    if (step) {
      const from = chosen ?? Math.floor(rows / 2) * columns + Math.floor(columns / 2);
      const column = Math.min(columns - 1, Math.max(0, (from % columns) + (chosen === null ? 0 : step[0])));
      const row = Math.min(rows - 1, Math.max(0, Math.floor(from / columns) + (chosen === null ? 0 : step[1])));
      event.preventDefault();
      choose(row * columns + column, { move: true });
    } else if (event.key === 'Enter' && chosen !== null && !(event.target instanceof HTMLButtonElement)) show(chosen);
    else if (event.key === '+') viewer.viewport.zoomBy(1.6);
    else if (event.key === '-') viewer.viewport.zoomBy(1 / 1.6);
    else if (event.key === '0') viewer.viewport.goHome();
    else if (event.key === '/') {
      event.preventDefault();
      words.focus();
    }
  });

  const followLink = () => {
    const match = /^#tile=(\d+),(\d+)$/.exec(location.hash);
    const [column, row] = match ? [Number(match[1]) - 1, Number(match[2]) - 1] : [-1, -1];
    if (column >= 0 && row >= 0 && column < columns && row < rows) choose(row * columns + column, { open: true, move: true });
  };
  viewer.addHandler('open', followLink);
  window.addEventListener('hashchange', followLink);
})();
