/** @file What counts how much: preset, strength, reach, brush, mask; and how colours are compared. Runs in the window. */
import { Button, Group, Slider, Text } from '@mantine/core';
import { IconBrush, IconDownload, IconEraser, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProjectView, WeightPresetName } from '../../../shared/project.ts';
import { attempt, notify } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { useProject } from '../../stores/project.ts';
import { BrushControls } from './brush-controls.tsx';
import { ComparingSection } from './comparing-section.tsx';
import classes from './importance-panel.module.css';
import { PresetPicker } from './preset-picker.tsx';

const STRONGEST = 1000;
/** Steps of the slider are equal ratios. */
const strengthShare = (strength: number): number => Math.log(strength) / Math.log(STRONGEST);
const strengthAt = (share: number): number => {
  const strength = STRONGEST ** share;
  return strength < 10 ? Math.round(strength * 10) / 10 : Math.round(strength);
};

export function ImportancePanel(): React.JSX.Element {
  const project = useProject((state) => state.project);
  return project === null ? <BeforeSolving /> : <OfProject project={project} />;
}

/** Before there is a project only the preset and its strength can be chosen. */
function BeforeSolving(): React.JSX.Element {
  const { importance, setImportance } = useMosaic();
  return (
    <>
      <section>
        <h2 className={classes.title}>What counts most</h2>
        <PresetPicker value={importance.preset} onChange={(preset) => setImportance({ preset })} />
      </section>
      {importance.preset === 'even' ? null : (
        <section>
          <StrengthSlider
            strength={importance.strength}
            onChange={(strength) => setImportance({ strength })}
          />
        </section>
      )}
      <p className={classes.note}>Once the mosaic is made you can paint what is important.</p>
    </>
  );
}

function OfProject({ project }: { project: ProjectView }): React.JSX.Element {
  const { weights, scoring, vision } = project;
  const edit = useProject((state) => state.edit);
  const { isBrushOn, setBrushOn } = useTools();
  const setPreset = (preset: WeightPresetName): void => {
    useTools.getState().showMap('weights');
    attempt(edit({ kind: 'setWeights', preset }));
  };
  const isFlat = weights.preset === 'even' && weights.maskName === null;
  return (
    <>
      <section>
        <h2 className={classes.title}>What counts most</h2>
        {weights.maskName === null ? (
          <PresetPicker value={weights.preset} onChange={setPreset} />
        ) : (
          <div className={classes.mask} data-testid="mask">
            <span>
              The mask <strong>{weights.maskName}</strong>
            </span>
            <Button size="compact-xs" variant="subtle" onClick={() => attempt(edit({ kind: 'removeMask' }))}>
              Remove
            </Button>
          </div>
        )}
        {vision === null || weights.maskName !== null ? null : (
          <p className={classes.note} data-testid="vision-note">
            {formatCounted(vision.faceCount, 'face')} found, with {vision.backend}.
          </p>
        )}
      </section>
      <section className={classes.sliders}>
        <StrengthSlider
          key={`strength ${weights.strength}`}
          strength={weights.strength}
          onCommit={(strength) => attempt(edit({ kind: 'setWeights', strength }))}
        />
        {isFlat || weights.maskName !== null ? null : (
          <ReachSlider
            key={`reach ${weights.reach}`}
            reach={weights.reach}
            onCommit={(reach) => attempt(edit({ kind: 'setWeights', reach }))}
          />
        )}
      </section>
      <section>
        <div className={classes.heading}>
          <h2 className={classes.title}>Brush</h2>
          <Button
            size="compact-sm"
            variant={isBrushOn ? 'filled' : 'default'}
            leftSection={<IconBrush size={16} stroke={1.6} />}
            aria-pressed={isBrushOn}
            onClick={() => setBrushOn(!isBrushOn)}
            data-testid="brush-toggle"
          >
            {isBrushOn ? 'Done' : 'Paint'}
          </Button>
        </div>
        {isBrushOn ? <BrushControls /> : null}
        {weights.strokes.length === 0 ? null : (
          <Group justify="space-between" mt={8}>
            <Text size="xs" c="dimmed" data-testid="stroke-count">
              {formatCounted(weights.strokes.length, 'stroke')} painted
            </Text>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconEraser size={14} stroke={1.6} />}
              onClick={() => attempt(edit({ kind: 'clearStrokes' }))}
            >
              Clear
            </Button>
          </Group>
        )}
      </section>
      <section>
        <h2 className={classes.title}>Mask</h2>
        <Group grow gap={8}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={15} stroke={1.6} />}
            onClick={() => attempt(useProject.getState().importMask())}
            data-testid="mask-import"
          >
            Import …
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.6} />}
            onClick={() => attempt(exportMask())}
            data-testid="mask-export"
          >
            Export …
          </Button>
        </Group>
        <p className={classes.note}>A grey picture of the target: white counts most.</p>
      </section>
      <ComparingSection scoring={scoring} />
    </>
  );
}

async function exportMask(): Promise<void> {
  const fileName = await useProject.getState().exportMask();
  if (fileName !== null) notify({ tone: 'done', message: `The importance was saved as ${fileName}.` });
}

/** `onChange` follows the hand, `onCommit` comes when it lets go. */
function StrengthSlider(props: {
  strength: number;
  onChange?: (strength: number) => void;
  onCommit?: (strength: number) => void;
}): React.JSX.Element {
  const [share, setShare] = useState(strengthShare(props.strength));
  const strength = strengthAt(share);
  return (
    <div>
      <div className={classes.label}>
        <span>Strength</span>
        <strong data-testid="strength-value">{strength} ×</strong>
      </div>
      <Slider
        thumbLabel="Strength: how much more the most important place counts"
        thumbProps={{ 'aria-valuetext': `${strength} times` }}
        label={null}
        min={0}
        max={1}
        step={0.01}
        value={share}
        onChange={(value) => {
          setShare(value);
          props.onChange?.(strengthAt(value));
        }}
        onChangeEnd={(value) => props.onCommit?.(strengthAt(value))}
        data-testid="strength"
      />
      <div className={classes.ends}>
        <span>even</span>
        <span>1,000 ×</span>
      </div>
    </div>
  );
}

function ReachSlider(props: { reach: number; onCommit: (reach: number) => void }): React.JSX.Element {
  const [reach, setReach] = useState(props.reach);
  return (
    <div>
      <div className={classes.label}>
        <span>Reach</span>
        <strong>{reach.toFixed(2)}</strong>
      </div>
      <Slider
        thumbLabel="Reach: how far importance falls off"
        label={null}
        min={0.05}
        max={2}
        step={0.05}
        value={reach}
        onChange={setReach}
        onChangeEnd={props.onCommit}
        data-testid="reach"
      />
      <div className={classes.ends}>
        <span>close</span>
        <span>wide</span>
      </div>
    </div>
  );
}
