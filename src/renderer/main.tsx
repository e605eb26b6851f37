/** @file The window's entry: styles, events, React. Only starts things. */
// oxlint-disable import/no-unassigned-import -- style sheets export nothing
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectEvents } from './events.ts';

connectEvents();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
