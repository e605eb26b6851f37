/** @file When a photo was taken or posted, in the chosen time zone, and how that is known. Runs in the window. */
import { Text } from '@mantine/core';
import type { PhotoDetails } from '../../shared/library.ts';
import { formatDateTime } from '../format/format.ts';
import { useTimeZone } from '../stores/preferences.ts';

type Dated = Pick<PhotoDetails, 'shownAtMs' | 'dateIsLocal'>;

/** '31 Aug 2016, 08:32' by clocks in the chosen zone; a camera's clock without a zone stays as it is. */
export function photoDateTitle({ shownAtMs, dateIsLocal }: Dated, timeZone: string): string {
  if (shownAtMs === null) return 'No date';
  return formatDateTime(shownAtMs, dateIsLocal ? 'UTC' : timeZone);
}

export function PhotoDate({ details }: { details: PhotoDetails }): React.JSX.Element {
  const timeZone = useTimeZone();
  const zone = zoneWords(details, timeZone);
  return (
    <>
      <Text fw={600} size="md" data-testid="photo-date">
        {photoDateTitle(details, timeZone)}
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

function zoneWords({ shownAtMs, dateIsLocal }: Dated, timeZone: string): string | null {
  if (shownAtMs === null || dateIsLocal || timeZone === 'UTC') return null;
  return `${timeZone} · ${formatDateTime(shownAtMs, 'UTC')} UTC`;
}
