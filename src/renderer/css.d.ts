/** @file Tells TypeScript what the bundler makes of style files. Types only. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';
