/** @file A line over the picture that says what the next click does. Runs in the window. */
import { Button } from '@mantine/core';
import { useTools } from '../../../stores/mosaic-tools.ts';
import classes from './canvas-note.module.css';

const modeWords = { add: 'more important', erase: 'less important', soften: 'softer' } as const;

export function CanvasNote(): React.JSX.Element | null {
  const { swapFrom, setSwapFrom, isBrushOn, setBrushOn, brush } = useTools();
  if (swapFrom !== null) {
    return (
      <Note
        text="Click the tile to swap with, or go there with Shift and arrows and press Enter."
        onEnd={() => setSwapFrom(null)}
        endLabel="Cancel"
      />
    );
  }
  if (isBrushOn) {
    return (
      <Note
        text={`Paint what shall be ${modeWords[brush.mode]}. [ and ] change the size, M the mode.`}
        onEnd={() => setBrushOn(false)}
        endLabel="Done"
      />
    );
  }
  return null;
}

function Note(props: { text: string; endLabel: string; onEnd: () => void }): React.JSX.Element {
  return (
    <div
      className={classes.note}
      role="status"
      data-testid="canvas-note"
      onPointerDown={(event) => event.stopPropagation()}
    >
      <span>{props.text}</span>
      <Button size="compact-sm" variant="white" color="dark" onClick={props.onEnd}>
        {props.endLabel}
      </Button>
    </div>
  );
}
