/** @file When a photo was taken or posted, in the chosen time zone, and how that is known. Runs in the window. */
import { Text } from '@mantine/core';
import type { PhotoDetails } from '../../shared/library.ts';
import { formatDateTime } from '../format/format.ts';
import { chosenTimeZone } from '../stores/preferences.ts';

type Dated = Pick<PhotoDetails, 'shownAtMs' | 'dateIsLocal'>;

/** '31 Aug 2016, 08:32' by clocks in the chosen zone; a camera's clock without a zone stays as it is. */
export function photoDateTitle({ shownAtMs, dateIsLocal }: Dated): string {
  if (shownAtMs === null) return 'No date';
  return formatDateTime(shownAtMs, dateIsLocal ? 'UTC' : chosenTimeZone());
}

export function PhotoDate({ details }: { details: PhotoDetails }): React.JSX.Element {
  const zone = zoneWords(details);
  return (
    <>
      <Text fw={600} size="md" data-testid="photo-date">
        {photoDateTitle(details)}
      </Text>
      {zone === null ? null : (
        <Text size="xs" c="dimmed">
          {zone}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {details.dateReason ?? 'Neither the file nor its name says when it was taken.'}
      </Text>
    </>
  );
}

function zoneWords({ shownAtMs, dateIsLocal }: Dated): string | null {
  const zone = chosenTimeZone();
  if (shownAtMs === null || dateIsLocal || zone === 'UTC') return null;
  return `${zone} · ${formatDateTime(shownAtMs, 'UTC')} UTC`;
}
