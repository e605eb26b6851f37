/** @file Binds actions of the key map to a component while it is shown. Runs in the window. */
import { useEffect, useRef } from 'react';
import { actionFor, keyMap, type KeyAction, type KeyScope } from './key-map.ts';

export type KeyHandlers = Partial<Record<KeyAction, (event: KeyboardEvent) => void>>;

/**
 * Listens for the keys of a scope. `surface` marks the element (by selector) in which movement keys belong to the
 * scope even though something there has the focus, such as a cell of the grid.
 */
export function useKeys(
  scope: KeyScope,
  handlers: KeyHandlers,
  options: { isActive?: boolean; surface?: string } = {},
): void {
  const { isActive = true, surface } = options;
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!isActive) return undefined;
    // A key that closes a dialog makes the screen below listen again while the event is still on its way.
    const listeningSinceMs = performance.now();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.timeStamp < listeningSinceMs) return;
      const action = actionFor(event, scope);
      const handler = action === null ? undefined : latest.current[action];
      if (action === null || handler === undefined) return;
      const target = event.target instanceof Element ? event.target : null;
      if (!isFree(target, keyMap[action].kind, event, surface)) return;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [scope, isActive, surface]);
}

const controls =
  'a[href], button, input, select, textarea, summary, [contenteditable], [role="slider"], [role="menu"], [role="listbox"]';
const textFields =
  'input:not([type="radio"], [type="checkbox"], [type="button"], [type="range"]), select, textarea, [contenteditable]';

/** False if the element with the focus has a use of its own for the key. */
function isFree(
  target: Element | null,
  kind: 'command' | 'movement',
  event: KeyboardEvent,
  surface: string | undefined,
): boolean {
  if (target === null) return true;
  const isWithModifier = event.ctrlKey || event.metaKey;
  if (kind === 'command') {
    const isOwnOfText = !isWithModifier || ['a', 'z', 'y'].includes(event.key.toLowerCase());
    return target.closest(textFields) === null || !isOwnOfText;
  }
  if (surface !== undefined && target.closest(surface) !== null) return true;
  return target.closest(controls) === null;
}
