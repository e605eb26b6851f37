/**
 * @file Every key of the app in one table: handlers are bound by it and the shortcut sheet is made from it, so the two
 * cannot differ. Pure; runs anywhere.
 */

export type KeyScope = 'everywhere' | 'library' | 'viewer' | 'video' | 'studio' | 'poster';

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

type ScopedBinding = Omit<KeyBinding, 'scope'>;

const command = (title: string, ...keys: string[]): ScopedBinding => ({ title, keys, kind: 'command' });
const movement = (title: string, ...keys: string[]): ScopedBinding => ({ title, keys, kind: 'movement' });

function inScope<Action extends string>(
  scope: KeyScope,
  bindings: Record<Action, ScopedBinding>,
): Record<Action, KeyBinding> {
  const scoped = {} as Record<Action, KeyBinding>;
  for (const action of Object.keys(bindings) as Action[]) scoped[action] = { scope, ...bindings[action] };
  return scoped;
}

export const keyMap = {
  ...inScope('everywhere', {
    showLibrary: command('Go to the Library', 'Ctrl+1'),
    showStudio: command('Go to the Studio', 'Ctrl+2'),
    showInsights: command('Go to the Insights', 'Ctrl+3'),
    showPoster: command('Go to the Poster', 'Ctrl+4'),
    openFolder: command('Open a folder of photos', 'Ctrl+O'),
    openTarget: command('Choose a target picture', 'Ctrl+T'),
    newProject: command('New mosaic', 'Ctrl+N'),
    openProject: command('Open a project', 'Ctrl+Shift+O'),
    saveProject: command('Save the project', 'Ctrl+S'),
    saveProjectAs: command('Save the project under another name', 'Ctrl+Shift+S'),
    showShortcuts: command('Show this sheet', '?'),
  }),
  ...inScope('library', {
    search: command('Search captions, names and tags', '/'),
    toggleFilters: command('Show or hide the filters', 'L'),
    focusGrid: command('Go to the photos', 'G'),
    left: movement('Photo before', 'ArrowLeft'),
    right: movement('Next photo', 'ArrowRight'),
    up: movement('Row above', 'ArrowUp'),
    down: movement('Row below', 'ArrowDown'),
    first: movement('First photo', 'Home'),
    last: movement('Last photo', 'End'),
    pageUp: movement('A page up', 'PageUp'),
    pageDown: movement('A page down', 'PageDown'),
    openPreview: movement('See the photo at full size', 'Enter', 'Space'),
    selectAll: command('Select all photos', 'Ctrl+A'),
    clearSelection: movement('Clear the selection', 'Escape'),
    favourite: command('Favourite, or no longer', 'F'),
    exclude: command('Exclude from mosaics, or take back', 'X'),
    contactSheet: command('Make a contact sheet', 'Ctrl+P'),
    largerThumbnails: command('Larger thumbnails', '+', '='),
    smallerThumbnails: command('Smaller thumbnails', '-'),
  }),
  ...inScope('viewer', {
    viewerPrevious: command('Photo before', 'ArrowLeft', 'PageUp'),
    viewerNext: command('Next photo', 'ArrowRight', 'PageDown'),
    viewerFirst: command('First photo', 'Home'),
    viewerLast: command('Last photo', 'End'),
    viewerClose: movement('Close', 'Escape', 'Space'),
    viewerFavourite: command('Favourite, or no longer', 'F'),
    viewerExclude: command('Exclude from mosaics, or take back', 'X'),
    viewerAlike: command('Photos like this one', 'S'),
  }),
  ...inScope('video', {
    videoPlay: movement('Play or pause', 'Space'),
    videoFrameBack: command('A frame back', 'ArrowLeft'),
    videoFrameOn: command('A frame on', 'ArrowRight'),
    videoSecondBack: command('A second back', 'Shift+ArrowLeft'),
    videoSecondOn: command('A second on', 'Shift+ArrowRight'),
    videoStart: command('To the start', 'Home'),
    videoEnd: command('To the end', 'End'),
    videoSound: command('Sound on or off', 'M'),
    videoTakeFrame: command('Use this frame as a photo', 'P'),
  }),
  ...inScope('studio', {
    showTarget: command('Show the target', '1'),
    showGreedy: command('Show the greedy mosaic', '2'),
    showOptimal: command('Show the optimal mosaic', '3'),
    showPlain: command('Show the optimum with all cells equal', '4'),
    compare: command('Compare with the target', 'C'),
    dividerLeft: command('Divider to the left', ','),
    dividerRight: command('Divider to the right', '.'),
    weightMap: command('Show what is important', 'H'),
    errorMap: command('Show where the errors are', 'E'),
    zoomIn: command('Zoom in', '+', '='),
    zoomOut: command('Zoom out', '-'),
    zoomToFit: command('See the whole mosaic', '0'),
    panLeft: movement('Move left', 'ArrowLeft'),
    panRight: movement('Move right', 'ArrowRight'),
    panUp: movement('Move up', 'ArrowUp'),
    panDown: movement('Move down', 'ArrowDown'),
    tileLeft: movement('Tile to the left', 'Shift+ArrowLeft'),
    tileRight: movement('Tile to the right', 'Shift+ArrowRight'),
    tileUp: movement('Tile above', 'Shift+ArrowUp'),
    tileDown: movement('Tile below', 'Shift+ArrowDown'),
    openTile: movement('See the tile at full size', 'Enter'),
    closeTile: command('Close the tile', 'Escape'),
    pinTile: command('Pin the tile, or let it go', 'P'),
    banTileHere: command('Not this photo here', 'B'),
    banTileEverywhere: command('Not this photo anywhere in the mosaic', 'Shift+B'),
    swapTile: command('Swap with another tile', 'S'),
    showAlternatives: command('Other photos for this cell', 'A'),
    toggleBrush: command('Importance brush', 'I'),
    nextBrushMode: command('Brush: add, erase or soften', 'M'),
    smallerBrush: command('Smaller brush', '['),
    largerBrush: command('Larger brush', ']'),
    undo: command('Undo', 'Ctrl+Z'),
    redo: command('Redo', 'Ctrl+Shift+Z', 'Ctrl+Y'),
    runMosaic: command('Make the mosaic', 'Ctrl+Enter'),
    exportPoster: command('Go on to the poster', 'Ctrl+E'),
  }),
  ...inScope('poster', {
    printPoster: command('Export the poster', 'Ctrl+E', 'Ctrl+Enter'),
    sharePoster: command('Make a share page', 'P'),
    verifyPoster: command('Verify a poster', 'V'),
    turnSheet: command('Turn the sheet', 'R'),
    toggleCropMarks: command('Crop marks, or none', 'K'),
    toggleLines: command('Trim, bleed and safe margin', 'L'),
    softProof: command('Colours as they will be printed', 'C'),
    toggleUnit: command('Centimetres or inches', 'U'),
    undoPoster: command('Undo', 'Ctrl+Z'),
    redoPoster: command('Redo', 'Ctrl+Shift+Z', 'Ctrl+Y'),
  }),
};

export type KeyAction = keyof typeof keyMap;

export const scopeTitles: Record<KeyScope, string> = {
  everywhere: 'Everywhere',
  library: 'Library',
  viewer: 'Full-size view',
  video: 'A video, once it plays',
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
