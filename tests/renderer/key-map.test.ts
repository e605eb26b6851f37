/** @file The key map: no key means two things at once, and presses find their action. */
import { describe, expect, it } from 'vitest';
import {
  actionFor,
  keyCaps,
  keyMap,
  type KeyBinding,
  type KeyPress,
} from '../../src/renderer/keys/key-map.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('keyMap', () => {
  it('gives each combination one meaning per scope, and none that "everywhere" has', () => {
    const bindings: KeyBinding[] = Object.values(keyMap);
    const everywhere = bindings
      .filter((binding) => binding.scope === 'everywhere')
      .flatMap(({ keys }) => keys);
    for (const scope of ['library', 'viewer', 'video', 'studio', 'poster'] as const) {
      const keys = [
        ...everywhere,
        ...bindings.filter((binding) => binding.scope === scope).flatMap((binding) => binding.keys),
      ];
      expect(new Set(keys).size, scope).toBe(keys.length);
    }
  });

  it('can be pressed: every combination finds its own action', () => {
    for (const [action, binding] of Object.entries(keyMap)) {
      for (const combination of binding.keys) {
        const key = combination.replace(/^(Ctrl\+)?(Shift\+)?/, '');
        const found = actionFor(
          press(key === 'Space' ? ' ' : key.length === 1 ? key.toLowerCase() : key, {
            ctrlKey: combination.startsWith('Ctrl+'),
            shiftKey: combination.includes('Shift+'),
          }),
          binding.scope,
        );
        expect(found, combination).toBe(action);
      }
    }
  });
});

describe('actionFor', () => {
  it('takes Cmd for Ctrl', () => {
    expect(actionFor(press('o', { metaKey: true }), 'everywhere')).toBe('openFolder');
  });

  it('finds signs whether or not the keyboard needs shift for them', () => {
    expect(actionFor(press('?', { shiftKey: true }), 'everywhere')).toBe('showShortcuts');
    expect(actionFor(press('+', { shiftKey: true }), 'studio')).toBe('zoomIn');
    expect(actionFor(press('+'), 'studio')).toBe('zoomIn');
  });

  it('tells plain, shifted and other combinations apart', () => {
    expect(actionFor(press('ArrowLeft'), 'studio')).toBe('panLeft');
    expect(actionFor(press('ArrowLeft', { shiftKey: true }), 'studio')).toBe('tileLeft');
    expect(actionFor(press('f', { ctrlKey: true }), 'library')).toBeNull();
    expect(actionFor(press('f', { altKey: true }), 'library')).toBeNull();
    expect(actionFor(press('f'), 'studio')).toBeNull();
  });
});

describe('keyCaps', () => {
  it('prints caps for each system', () => {
    expect(keyCaps('Ctrl+O', false)).toEqual(['Ctrl', 'O']);
    expect(keyCaps('Ctrl+O', true)).toEqual(['⌘', 'O']);
    expect(keyCaps('Shift+ArrowUp', false)).toEqual(['Shift', '↑']);
    expect(keyCaps('+', false)).toEqual(['+']);
  });
});
