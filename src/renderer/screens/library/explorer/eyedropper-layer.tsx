/** @file While the eyedropper is out: the next click on any photo takes the colour under it. Runs in the window. */
import { useEffect, useState } from 'react';
import type { ColourFilter } from '../../../../shared/query.ts';
import { formatHexColour } from '../../../format/format.ts';
import { useExplorer } from '../../../stores/explorer.ts';
import classes from './eyedropper-layer.module.css';
import { sampleColour } from './sample-colour.ts';

interface Under {
  x: number;
  y: number;
  rgb: ColourFilter['rgb'] | null;
}

export function EyedropperLayer(): React.JSX.Element | null {
  const use = useExplorer((state) => state.eyedropper);
  return use === null ? null : <Eyedropper use={use} />;
}

function Eyedropper({ use }: { use: (rgb: ColourFilter['rgb']) => void }): React.JSX.Element {
  const takeEyedropper = useExplorer((state) => state.takeEyedropper);
  const [under, setUnder] = useState<Under | null>(null);
  useEffect(() => {
    const putAway = (): void => takeEyedropper(null);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      putAway();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [takeEyedropper]);

  const look = async (event: React.PointerEvent): Promise<void> => {
    const { clientX: x, clientY: y } = event;
    const rgb = await sampleColour(x, y);
    setUnder({ x, y, rgb });
  };
  return (
    <div
      className={classes.layer}
      data-eyedropper
      data-testid="eyedropper-layer"
      onPointerMove={(event) => void look(event)}
      onClick={(event) => {
        void sampleColour(event.clientX, event.clientY).then((rgb) => {
          if (rgb !== null) use(rgb);
          takeEyedropper(null);
        });
      }}
    >
      <p className={classes.hint}>Click a photo to take the colour under the pointer. Esc to stop.</p>
      {under?.rgb == null ? null : (
        <span className={classes.lens} style={{ left: under.x, top: under.y }}>
          <span style={{ backgroundColor: formatHexColour(under.rgb) }} />
          {formatHexColour(under.rgb)}
        </span>
      )}
    </div>
  );
}
