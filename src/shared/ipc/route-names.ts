/**
 * @file The names of everything the window can ask for. Kept apart from the schemas so that the preload script stays
 * small; routes.ts fails to compile if the two differ. Runs everywhere.
 */
export const routeNames = [
  'app.info',
  'app.copyText',
  'app.openLink',
  'app.showExport',
  'paths.register',
  'library.list',
  'library.chooseFolder',
  'library.add',
  'library.forget',
  'library.scan',
  'library.query',
  'library.photo',
  'library.problems',
  'library.setFavourite',
  'library.setExcluded',
  'target.choose',
  'target.add',
  'mosaic.plan',
  'mosaic.start',
  'mosaic.view',
  'poster.export',
  'jobs.list',
  'jobs.cancel',
] as const;

export type RouteName = (typeof routeNames)[number];
