/** @file Posters as the renderer and the terminal see them: pre-flight, check, pages. Types only, runs everywhere. */

/** One thing that was looked at. */
export interface PosterCheck {
  name: string;
  /** null: could not be looked at; the sentence says why. */
  passed: boolean | null;
  sentence: string;
}

/** What a check of a finished poster found. */
export interface VerifyReport {
  passed: boolean;
  /** One plain sentence. */
  verdict: string;
  isTrueMosaic: boolean;
  checks: PosterCheck[];
  tilesCompared: number;
  /** Tiles that are not their photo: columns and rows counted from 1. */
  wrongTiles: { column: number; row: number; file: string; reason: string }[];
  pairsChecked: number;
  seconds: number;
}

/** What was found before a poster is written. */
export interface PreflightReport {
  /** False: the lab would refuse the file, or photos are missing. */
  isReady: boolean;
  widthPx: number;
  heightPx: number;
  tileWidthMm: number;
  tileHeightMm: number;
  /** A guess; the file tells. */
  expectedBytes: number;
  findings: PreflightFinding[];
  softTiles: { column: number; row: number; photoId: number; file: string; enlargement: number }[];
  missingPhotos: { column: number; row: number; photoId: number; file: string }[];
}

export interface PreflightFinding {
  severity: 'problem' | 'advice' | 'fine';
  sentence: string;
}
