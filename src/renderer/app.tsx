/** @file Theme and message layer around the shell. Runs in the window. */
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Shell } from './components/shell.tsx';
import classes from './app.module.css';
import { theme } from './theme/theme.ts';

const colourSchemes = localStorageColorSchemeManager({ key: 'smalti.colour-scheme' });

export function App(): React.JSX.Element {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colourSchemes}>
      <Notifications position="bottom-right" limit={4} containerWidth={380} className={classes.notices!} />
      <Shell />
    </MantineProvider>
  );
}
