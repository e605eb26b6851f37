/** @file Whether tiles may cut the faces of their photos, and what keeping them whole comes to. Runs in the window. */
import type { FacesSummary } from '../../../shared/project.ts';
import { YesNo } from '../../components/fields.tsx';
import { formatCounted } from '../../format/format.ts';
import { useProject } from '../../stores/project.ts';
import classes from './importance-panel.module.css';

export function FacesSection({
  keepFaces,
  onChange,
}: {
  keepFaces: boolean;
  onChange: (keepFaces: boolean) => void;
}): React.JSX.Element {
  const faces = useProject((state) => state.project?.faces ?? null);
  return (
    <section data-testid="faces">
      <h2 className={classes.title}>Faces in photos</h2>
      <YesNo label="Do not cut faces in tiles" isOn={keepFaces} onChange={onChange} testId="keep-faces" />
      <p className={classes.note} role="status" data-testid="faces-note">
        {keepFaces ? keptSentence(faces) : 'Tiles are cut from photos whatever they show.'}
      </p>
    </section>
  );
}

/** What the rule comes to for the photos of the mosaic; null: nobody knows yet. */
export function keptSentence(faces: FacesSummary | null): string {
  const how = 'A tile shows the part of its photo that leaves all faces whole.';
  if (faces === null) return `${how} Each photo is looked at a single time, in the background.`;
  const { withFaces, cut } = faces;
  if (withFaces === 0) return `${how} No face was found in these photos.`;
  const found = `${formatCounted(withFaces, 'photo')} ${withFaces === 1 ? 'shows' : 'show'} faces.`;
  if (cut === 0) return `${how} ${found} All of them stay whole.`;
  const fits = cut === 1 ? 'In 1 photo they do' : `In ${formatCounted(cut, 'photo')} they do`;
  return `${how} ${found} ${fits} not all fit into a tile: it shows as much of them as it can.`;
}
