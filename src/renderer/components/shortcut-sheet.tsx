/** @file The sheet of keyboard shortcuts, made from the key map. Runs in the window. */
import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { keyCaps, keyMap, scopeTitles, type KeyBinding, type KeyScope } from '../keys/key-map.ts';
import { useUi } from '../stores/ui.ts';
import classes from './shortcut-sheet.module.css';

const isMac = navigator.platform.startsWith('Mac');
const bindings: readonly KeyBinding[] = Object.values(keyMap);

export function ShortcutSheet(): React.JSX.Element {
  const isOpen = useUi((ui) => ui.isShortcutsOpen);
  const setOpen = useUi((ui) => ui.setShortcutsOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      size={780}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.scopes} data-testid="shortcut-sheet">
        {(Object.keys(scopeTitles) as KeyScope[]).map((scope) => (
          <section key={scope} className={classes.scope} aria-label={scopeTitles[scope]}>
            <h3 className={classes.title}>{scopeTitles[scope]}</h3>
            <dl className={classes.list}>
              {bindings
                .filter((binding) => binding.scope === scope)
                .map((binding) => (
                  <div key={binding.title} className={classes.row}>
                    <dt>{binding.title}</dt>
                    <dd>
                      <Combinations keys={binding.keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Combinations({ keys }: { keys: readonly string[] }): React.JSX.Element[] {
  return keys.map((combination, index) => (
    <Fragment key={combination}>
      {index > 0 ? <span className={classes.or}>or</span> : null}
      {keyCaps(combination, isMac).map((cap) => (
        <Kbd key={cap} size="sm">
          {cap}
        </Kbd>
      ))}
    </Fragment>
  ));
}
