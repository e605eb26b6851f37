/** @file Over the picture: target, greedy or optimal; while solving, how far the solver is. Runs in the window. */
import { SegmentedControl, Text } from '@mantine/core';
import { formatPercent } from '../../format/format.ts';
import { useMosaic, type ShownPicture } from '../../stores/mosaic.ts';
import classes from './picture-switch.module.css';

const pictures: readonly { value: ShownPicture; label: string }[] = [
  { value: 'target', label: 'Target' },
  { value: 'greedy', label: 'Greedy' },
  { value: 'optimal', label: 'Optimal' },
];

export function PictureSwitch(): React.JSX.Element | null {
  const { view, run, interim, shown, show } = useMosaic();
  if (run !== null) {
    return (
      <div className={classes.note} data-testid="interim-note">
        <Text size="sm" fw={550}>
          {interim === null ? 'Comparing photos with cells' : interimSentence(interim.gap)}
        </Text>
      </div>
    );
  }
  if (view === null) return null;
  return (
    <div className={classes.switch}>
      <SegmentedControl<ShownPicture>
        data={pictures.map((picture) => ({ ...picture }))}
        value={shown}
        onChange={show}
        aria-label="Picture shown"
        data-testid="picture-switch"
        withItemsBorders={false}
      />
    </div>
  );
}

function interimSentence(gap: number): string {
  return gap <= 0
    ? 'The best placement is found; proving it'
    : `At most ${formatPercent(gap, gap < 0.01 ? 2 : 1)} above the best possible`;
}
