/**
 * @file Files dropped anywhere on the window: a folder becomes a library, a picture on the Studio becomes its target, a
 * project is opened.
 * Runs in the window; paths of dropped files never pass through here, only ids.
 */
import { IconFolderDown, IconPhotoDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { NamedPath } from '../../shared/ipc/routes.ts';
import { answer, bridge } from '../bridge.ts';
import { openPaths } from '../open-paths.ts';
import { useUi } from '../stores/ui.ts';
import classes from './drop-layer.module.css';
import { attempt } from './notices.tsx';

export function DropLayer(): React.JSX.Element | null {
  const screen = useUi((ui) => ui.screen);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Enter and leave come for every element on the way; the depth tells when the window itself is left.
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onOver = (event: DragEvent): void => {
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none';
    };
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) attempt(registerDrop(files).then(openPaths));
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className={classes.layer} aria-hidden="true">
      <div className={classes.card}>
        {screen === 'library' ? (
          <IconFolderDown size={40} stroke={1.3} />
        ) : (
          <IconPhotoDown size={40} stroke={1.3} />
        )}
        {screen === 'library'
          ? 'Drop a folder to open it as a library'
          : 'Drop a picture to make it the target, or a project to open it'}
      </div>
    </div>
  );
}

async function registerDrop(files: File[]): Promise<NamedPath[]> {
  return answer(bridge().registerDrop(files));
}
