/** @file Rules on how often photos may and must be used, as the person chooses them. Runs everywhere, imports nothing. */

/** More uses of one photo than this are no mosaic any more. */
export const MOST_USES = 500;
export const MOST_COPY_DISTANCE = 20;
/** Authors with a quota in one mosaic. */
export const MOST_QUOTAS = 200;

export interface RuleSettings {
  /** How often one photo may be used; 1: each photo at most once. */
  reuseLimit: number;
  /** Copies of a photo are at least so many cells apart; 1: wherever they fit. */
  copyDistance: number;
  /** Photos of one burst, and copies of one picture: used like others, no neighbours, or counting as one photo. */
  bursts: 'free' | 'apart' | 'once';
  /** All favourites of the pool have to appear. */
  favourites: boolean;
  /** These photos have to appear. */
  mustAppear: readonly number[];
  /** How many tiles photos of some authors take. */
  quotas: readonly AuthorQuota[];
  /** Tiles show crops that leave the faces of their photos whole. */
  keepFaces: boolean;
}

/** At least and at most so many tiles are photos of an author. */
export interface AuthorQuota {
  author: string;
  least: number;
  /** Null: as many as there are. */
  most: number | null;
}

/** A true mosaic: each photo at most once, and no other rule. */
export const EACH_PHOTO_ONCE: RuleSettings = {
  reuseLimit: 1,
  copyDistance: 1,
  bursts: 'free',
  favourites: false,
  mustAppear: [],
  quotas: [],
  keepFaces: false,
};
