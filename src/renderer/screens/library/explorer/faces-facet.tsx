/** @file Photos by how many faces they show, once faces were looked for; and a way to have that done. Runs in the window. */
import { Button, Text } from '@mantine/core';
import { IconFaceId } from '@tabler/icons-react';
import { answer, bridge } from '../../../bridge.ts';
import { attempt } from '../../../components/notices.tsx';
import { formatCount } from '../../../format/format.ts';
import { runningJobs, useJobs } from '../../../stores/jobs.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withFacet } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { FacetList } from './facet-list.tsx';
import { FacetSection } from './facet-section.tsx';
import { facetTitles } from './facet-words.ts';

export function FacesFacet(): React.JSX.Element | null {
  const libraryId = usePhotos((state) => state.libraryId);
  const counts = usePhotos((state) => state.counts?.facets.faces);
  const total = usePhotos((state) => state.counts?.total ?? 0);
  const filter = usePhotos((state) => state.query.facets?.faces);
  const job = useJobs(({ jobs }) => runningJobs(jobs).find(({ kind }) => kind === 'faces'));
  if (libraryId === null || counts === undefined || total === 0) return null;
  const hasValues = counts.length > 0 || filter !== undefined;
  const unseen = counts.find(({ value }) => value === 'unknown')?.count ?? 0;
  return (
    <FacetSection
      name="faces"
      title={facetTitles.faces}
      onClear={filter === undefined ? undefined : () => askWith((query) => withFacet(query, 'faces', []))}
    >
      {hasValues ? <FacetList facet="faces" counts={counts} /> : null}
      {job !== undefined ? (
        <Text size="xs" c="dimmed" mt={6} role="status">
          {job.phase}: {formatCount(job.done)} of {formatCount(job.total)}
        </Text>
      ) : hasValues && unseen === 0 ? null : (
        <>
          {hasValues ? null : (
            <Text size="xs" c="dimmed" mb={8}>
              Nobody has looked for faces in these photos yet. It takes a while, happens on this computer, and
              waits for other work.
            </Text>
          )}
          <Button
            fullWidth
            mt={6}
            size="xs"
            variant="default"
            leftSection={<IconFaceId size={16} stroke={1.7} />}
            onClick={() => attempt(answer(bridge().library.findFaces({ libraryId })))}
            data-testid="find-faces"
          >
            {hasValues ? `Look at the other ${formatCount(unseen)}` : 'Look for faces'}
          </Button>
        </>
      )}
    </FacetSection>
  );
}
