/** @file Theme and message layer around the shell. Runs in the window. */
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Shell } from './components/shell.tsx';
import classes from './app.module.css';
import { useUi } from './stores/ui.ts';
import { theme } from './theme/theme.ts';

const colourSchemes = localStorageColorSchemeManager({ key: 'smalti.colour-scheme' });

export function App(): React.JSX.Element {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colourSchemes}>
      <Notices />
      <Shell />
    </MantineProvider>
  );
}

/** Above the job bar; over a photo or video at full size where its controls are not. */
function Notices(): React.JSX.Element {
  const isViewing = useUi((ui) => ui.viewer !== null);
  return (
    <Notifications
      position={isViewing ? 'top-center' : 'bottom-right'}
      limit={4}
      containerWidth={380}
      className={classes.notices!}
    />
  );
}
