/**
 * @file Every key of the app in one table: handlers are bound by it and the shortcut sheet is made from it, so the two
 * cannot differ. Pure; runs anywhere.
 */

export type KeyScope = 'everywhere' | 'library' | 'viewer' | 'studio' | 'poster';

export interface KeyBinding {
  scope: KeyScope;
  /** Combinations such as 'Ctrl+O', 'Shift+ArrowLeft', '?'. Ctrl stands for Cmd on a Mac. */
  keys: readonly string[];
  title: string;
  /**
   * 'command' works wherever the person is not typing; 'movement' (arrows, Enter ...) only while no control of its own
   * use for the key has the focus.
   */
  kind: 'command' | 'movement';
}

const define = <Map extends Record<string, KeyBinding>>(map: Map): Map => map;

export const keyMap = define({
  showLibrary: { scope: 'everywhere', keys: ['Ctrl+1'], title: 'Go to the Library', kind: 'command' },
  showStudio: { scope: 'everywhere', keys: ['Ctrl+2'], title: 'Go to the Studio', kind: 'command' },
  showInsights: { scope: 'everywhere', keys: ['Ctrl+3'], title: 'Go to the Insights', kind: 'command' },
  showPoster: { scope: 'everywhere', keys: ['Ctrl+4'], title: 'Go to the Poster', kind: 'command' },
  openFolder: { scope: 'everywhere', keys: ['Ctrl+O'], title: 'Open a folder of photos', kind: 'command' },
  openTarget: { scope: 'everywhere', keys: ['Ctrl+T'], title: 'Choose a target picture', kind: 'command' },
  newProject: { scope: 'everywhere', keys: ['Ctrl+N'], title: 'New mosaic', kind: 'command' },
  openProject: { scope: 'everywhere', keys: ['Ctrl+Shift+O'], title: 'Open a project', kind: 'command' },
  saveProject: { scope: 'everywhere', keys: ['Ctrl+S'], title: 'Save the project', kind: 'command' },
  saveProjectAs: {
    scope: 'everywhere',
    keys: ['Ctrl+Shift+S'],
    title: 'Save the project under another name',
    kind: 'command',
  },
  showShortcuts: { scope: 'everywhere', keys: ['?'], title: 'Show this sheet', kind: 'command' },

  search: { scope: 'library', keys: ['/'], title: 'Search captions, names and tags', kind: 'command' },
  toggleFilters: { scope: 'library', keys: ['L'], title: 'Show or hide the filters', kind: 'command' },
  focusGrid: { scope: 'library', keys: ['G'], title: 'Go to the photos', kind: 'command' },
  left: { scope: 'library', keys: ['ArrowLeft'], title: 'Photo before', kind: 'movement' },
  right: { scope: 'library', keys: ['ArrowRight'], title: 'Next photo', kind: 'movement' },
  up: { scope: 'library', keys: ['ArrowUp'], title: 'Row above', kind: 'movement' },
  down: { scope: 'library', keys: ['ArrowDown'], title: 'Row below', kind: 'movement' },
  first: { scope: 'library', keys: ['Home'], title: 'First photo', kind: 'movement' },
  last: { scope: 'library', keys: ['End'], title: 'Last photo', kind: 'movement' },
  pageUp: { scope: 'library', keys: ['PageUp'], title: 'A page up', kind: 'movement' },
  pageDown: { scope: 'library', keys: ['PageDown'], title: 'A page down', kind: 'movement' },
  openPreview: {
    scope: 'library',
    keys: ['Enter', 'Space'],
    title: 'See the photo at full size',
    kind: 'movement',
  },
  selectAll: { scope: 'library', keys: ['Ctrl+A'], title: 'Select all photos', kind: 'command' },
  clearSelection: { scope: 'library', keys: ['Escape'], title: 'Clear the selection', kind: 'movement' },
  favourite: { scope: 'library', keys: ['F'], title: 'Favourite, or no longer', kind: 'command' },
  exclude: { scope: 'library', keys: ['X'], title: 'Exclude from mosaics, or take back', kind: 'command' },
  contactSheet: { scope: 'library', keys: ['Ctrl+P'], title: 'Make a contact sheet', kind: 'command' },
  largerThumbnails: { scope: 'library', keys: ['+', '='], title: 'Larger thumbnails', kind: 'command' },
  smallerThumbnails: { scope: 'library', keys: ['-'], title: 'Smaller thumbnails', kind: 'command' },

  viewerPrevious: { scope: 'viewer', keys: ['ArrowLeft'], title: 'Photo before', kind: 'command' },
  viewerNext: { scope: 'viewer', keys: ['ArrowRight'], title: 'Next photo', kind: 'command' },
  viewerFirst: { scope: 'viewer', keys: ['Home'], title: 'First photo', kind: 'command' },
  viewerLast: { scope: 'viewer', keys: ['End'], title: 'Last photo', kind: 'command' },
  viewerClose: { scope: 'viewer', keys: ['Escape', 'Space'], title: 'Close', kind: 'movement' },
  viewerFavourite: { scope: 'viewer', keys: ['F'], title: 'Favourite, or no longer', kind: 'command' },
  viewerExclude: {
    scope: 'viewer',
    keys: ['X'],
    title: 'Exclude from mosaics, or take back',
    kind: 'command',
  },
  viewerAlike: { scope: 'viewer', keys: ['S'], title: 'Photos like this one', kind: 'command' },

  showTarget: { scope: 'studio', keys: ['1'], title: 'Show the target', kind: 'command' },
  showGreedy: { scope: 'studio', keys: ['2'], title: 'Show the greedy mosaic', kind: 'command' },
  showOptimal: { scope: 'studio', keys: ['3'], title: 'Show the optimal mosaic', kind: 'command' },
  showPlain: {
    scope: 'studio',
    keys: ['4'],
    title: 'Show the optimum with all cells equal',
    kind: 'command',
  },
  compare: { scope: 'studio', keys: ['C'], title: 'Compare with the target', kind: 'command' },
  dividerLeft: { scope: 'studio', keys: [','], title: 'Divider to the left', kind: 'command' },
  dividerRight: { scope: 'studio', keys: ['.'], title: 'Divider to the right', kind: 'command' },
  weightMap: { scope: 'studio', keys: ['H'], title: 'Show what is important', kind: 'command' },
  errorMap: { scope: 'studio', keys: ['E'], title: 'Show where the errors are', kind: 'command' },
  zoomIn: { scope: 'studio', keys: ['+', '='], title: 'Zoom in', kind: 'command' },
  zoomOut: { scope: 'studio', keys: ['-'], title: 'Zoom out', kind: 'command' },
  zoomToFit: { scope: 'studio', keys: ['0'], title: 'See the whole mosaic', kind: 'command' },
  panLeft: { scope: 'studio', keys: ['ArrowLeft'], title: 'Move left', kind: 'movement' },
  panRight: { scope: 'studio', keys: ['ArrowRight'], title: 'Move right', kind: 'movement' },
  panUp: { scope: 'studio', keys: ['ArrowUp'], title: 'Move up', kind: 'movement' },
  panDown: { scope: 'studio', keys: ['ArrowDown'], title: 'Move down', kind: 'movement' },
  tileLeft: { scope: 'studio', keys: ['Shift+ArrowLeft'], title: 'Tile to the left', kind: 'movement' },
  tileRight: { scope: 'studio', keys: ['Shift+ArrowRight'], title: 'Tile to the right', kind: 'movement' },
  tileUp: { scope: 'studio', keys: ['Shift+ArrowUp'], title: 'Tile above', kind: 'movement' },
  tileDown: { scope: 'studio', keys: ['Shift+ArrowDown'], title: 'Tile below', kind: 'movement' },
  openTile: { scope: 'studio', keys: ['Enter'], title: 'See the tile at full size', kind: 'movement' },
  closeTile: { scope: 'studio', keys: ['Escape'], title: 'Close the tile', kind: 'command' },
  pinTile: { scope: 'studio', keys: ['P'], title: 'Pin the tile, or let it go', kind: 'command' },
  banTileHere: { scope: 'studio', keys: ['B'], title: 'Not this photo here', kind: 'command' },
  banTileEverywhere: {
    scope: 'studio',
    keys: ['Shift+B'],
    title: 'Not this photo anywhere in the mosaic',
    kind: 'command',
  },
  swapTile: { scope: 'studio', keys: ['S'], title: 'Swap with another tile', kind: 'command' },
  showAlternatives: { scope: 'studio', keys: ['A'], title: 'Other photos for this cell', kind: 'command' },
  toggleBrush: { scope: 'studio', keys: ['I'], title: 'Importance brush', kind: 'command' },
  nextBrushMode: { scope: 'studio', keys: ['M'], title: 'Brush: add, erase or soften', kind: 'command' },
  smallerBrush: { scope: 'studio', keys: ['['], title: 'Smaller brush', kind: 'command' },
  largerBrush: { scope: 'studio', keys: [']'], title: 'Larger brush', kind: 'command' },
  undo: { scope: 'studio', keys: ['Ctrl+Z'], title: 'Undo', kind: 'command' },
  redo: { scope: 'studio', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], title: 'Redo', kind: 'command' },
  runMosaic: { scope: 'studio', keys: ['Ctrl+Enter'], title: 'Make the mosaic', kind: 'command' },
  exportPoster: { scope: 'studio', keys: ['Ctrl+E'], title: 'Go on to the poster', kind: 'command' },

  printPoster: {
    scope: 'poster',
    keys: ['Ctrl+E', 'Ctrl+Enter'],
    title: 'Export the poster',
    kind: 'command',
  },
  sharePoster: { scope: 'poster', keys: ['P'], title: 'Make a share page', kind: 'command' },
  verifyPoster: { scope: 'poster', keys: ['V'], title: 'Verify a poster', kind: 'command' },
  turnSheet: { scope: 'poster', keys: ['R'], title: 'Turn the sheet', kind: 'command' },
  toggleCropMarks: { scope: 'poster', keys: ['K'], title: 'Crop marks, or none', kind: 'command' },
  toggleLines: { scope: 'poster', keys: ['L'], title: 'Trim, bleed and safe margin', kind: 'command' },
  softProof: { scope: 'poster', keys: ['C'], title: 'Colours as they will be printed', kind: 'command' },
  toggleUnit: { scope: 'poster', keys: ['U'], title: 'Centimetres or inches', kind: 'command' },
  undoPoster: { scope: 'poster', keys: ['Ctrl+Z'], title: 'Undo', kind: 'command' },
  redoPoster: { scope: 'poster', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], title: 'Redo', kind: 'command' },
});

export type KeyAction = keyof typeof keyMap;

export const scopeTitles: Record<KeyScope, string> = {
  everywhere: 'Everywhere',
  library: 'Library',
  viewer: 'Full-size view',
  studio: 'Studio',
  poster: 'Poster',
};

/** What of a keyboard event decides. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The actions of a scope that a key press stands for: none or one. */
export function actionFor(press: KeyPress, scope: KeyScope): KeyAction | null {
  for (const [action, binding] of Object.entries(keyMap)) {
    if (binding.scope === scope && binding.keys.some((combination) => isPressed(combination, press))) {
      return action as KeyAction;
    }
  }
  return null;
}

/** Shift counts only for combinations of named keys: '?' and '+' need it on some keyboards and not on others. */
function isPressed(combination: string, press: KeyPress): boolean {
  const { isCtrl, isShift, key } = parseCombination(combination);
  if (press.altKey || isCtrl !== (press.ctrlKey || press.metaKey)) return false;
  const pressedKey = press.key === ' ' ? 'Space' : press.key;
  if (key.length > 1) return pressedKey === key && isShift === press.shiftKey;
  if (/[A-Z]/.test(key)) return pressedKey.toUpperCase() === key && isShift === press.shiftKey;
  return pressedKey === key;
}

function parseCombination(combination: string): { isCtrl: boolean; isShift: boolean; key: string } {
  const parts = combination === '+' ? ['+'] : combination.split('+');
  return { isCtrl: parts.includes('Ctrl'), isShift: parts.includes('Shift'), key: parts.at(-1)! };
}

const keyNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageUp: 'Page up',
  PageDown: 'Page down',
  '-': '−',
};

/** The keys of a combination as they are printed on caps, in order. */
export function keyCaps(combination: string, isMac: boolean): string[] {
  const { isCtrl, isShift, key } = parseCombination(combination);
  const caps: string[] = [];
  if (isCtrl) caps.push(isMac ? '⌘' : 'Ctrl');
  if (isShift) caps.push(isMac ? '⇧' : 'Shift');
  caps.push(keyNames[key] ?? key);
  return caps;
}
