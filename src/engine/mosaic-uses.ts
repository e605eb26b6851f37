/**
 * @file The rules of a session on how often photos may and must be used: what they make of the numbers that go in and
 * out. Runs in the engine process. Solvers know columns (core/assignment/columns.ts); requests and reports know photos.
 */
import type { CertificateFindings } from '../core/assignment/certificate.ts';
import { columnQuotas, quotaCounts, quotaOfColumn, type ColumnQuota } from '../core/assignment/quotas.ts';
import { Columns, EACH_ONCE, type UseRules } from '../core/assignment/columns.ts';
import type { RulesOutcome } from '../shared/mosaic.ts';
import type { InterimPlacement, MosaicProof, PhotoQuota, PlacementRules, SpreadRule } from './contract.ts';
import type { MosaicRules } from './mosaic-rules.ts';
import type { PhotoOrder } from './photo-order.ts';
import type { SpreadPlacement, SpreadRequest } from './spread.ts';

const NO_GROUP = -1;

export class MosaicUses {
  /** Of the photos as the cost matrix numbers them. */
  readonly columns: Columns;
  /** The rules as they were asked for, with outer numbers. */
  readonly asked: UseRules;
  readonly spread: SpreadRule | null;
  /** In columns. */
  readonly quotas: readonly ColumnQuota[];
  readonly #askedQuotas: readonly PhotoQuota[];
  /** Of the photos as the asking side numbers them. */
  readonly #outerColumns: Columns;

  /** @throws SmaltiError RULES_INFEASIBLE naming the photos that exclude each other */
  constructor(
    rules: PlacementRules | undefined,
    photoCount: number,
    private readonly order: PhotoOrder,
  ) {
    this.asked = rules ?? EACH_ONCE;
    this.spread = rules?.spread ?? null;
    this.#outerColumns = new Columns(photoCount, this.asked);
    this.columns = new Columns(photoCount, order.innerUses(this.asked));
    this.#askedQuotas = rules?.quotas ?? [];
    this.quotas = columnQuotas(
      this.columns,
      this.#askedQuotas.map((quota) => ({ ...quota, photos: order.innerPhotos(quota.photos) })),
    );
  }

  /** A placement on the way, in photos' costs: without the surcharge (core/assignment/columns.ts). */
  interimWithoutSurcharge(
    { photoOfCell: columnOfCell, cost, gap }: InterimPlacement,
    costPerUnit: number,
  ): Omit<InterimPlacement, 'photoOfCell'> {
    if (this.columns.surcharge === 0) return { cost, gap };
    const findings = {
      cost: cost / costPerUnit,
      bound: cost / costPerUnit / (1 + gap),
    } as CertificateFindings;
    const plain = this.columns.withoutSurcharge(findings, columnOfCell);
    return {
      cost: plain.cost * costPerUnit,
      gap: (plain.cost - plain.bound) / Math.max(plain.bound, Number.MIN_VALUE),
    };
  }

  /** Duals of the columns in the order of the columns that the asking side would make of its photos. */
  outerDuals(columnDuals: ArrayLike<number>): Int32Array {
    const outer = new Int32Array(columnDuals.length);
    const taken = new Map<number, number>();
    Array.from(columnDuals).forEach((dual, column) => {
      const required = this.columns.requiredPhoto[column]!;
      const photo = this.order.outerPhoto(this.columns.photosOf(column)[0]!);
      const places = this.#outerColumns.columnsOf(photo).filter((place) => {
        const wanted = this.#outerColumns.requiredPhoto[place]!;
        return required < 0 ? wanted < 0 : wanted === photo;
      });
      // Columns that can stand for each other have equal duals: any order of them will do.
      const set = this.columns.setOfColumn[column]!;
      const copy = required < 0 ? (taken.get(set) ?? 0) : 0;
      if (required < 0) taken.set(set, copy + 1);
      outer[places[copy]!] = dual;
    });
    return outer;
  }

  /** What to move apart; null if nothing has to be. */
  spreadRequest(columnOfCell: Int32Array, rules: MosaicRules): SpreadRequest | null {
    if (this.spread === null) return null;
    const { columns } = this;
    const groupOfPhoto = new Map<number, number>();
    this.spread.apart.forEach((group, at) => {
      for (const photo of this.order.innerPhotos(group)) groupOfPhoto.set(photo, at);
    });
    const isFixed = new Uint8Array(columnOfCell.length);
    for (const { cell } of rules.pins()) isFixed[cell] = 1;
    return {
      columnOfCell,
      gridColumns: this.spread.columns,
      setOfColumn: columns.setOfColumn,
      copyDistance: this.spread.copyDistance,
      groupOfColumn: Int32Array.from(
        columns.setOfColumn.keys(),
        (column) => groupOfPhoto.get(columns.photosOf(column)[0]!) ?? NO_GROUP,
      ),
      isFixed,
      required: columns.required,
      quotaOfColumn: quotaOfColumn(this.quotas, columns.count),
    };
  }

  /** The quotas with their prices. */
  outerQuotas(prices: ArrayLike<number>): MosaicProof['quotas'] {
    return this.#askedQuotas.map((quota, at) => ({ ...quota, price: prices[at]! }));
  }

  /** For the report. @param optimalCost of the placement before it was moved apart */
  outcome(
    columnOfCell: Int32Array,
    spread: SpreadPlacement | null,
    optimalCost: number,
  ): RulesOutcome | null {
    if (this.columns.isPlain && this.spread === null && this.quotas.length === 0) return null;
    const counts = quotaCounts(this.quotas, columnOfCell, this.columns.count);
    const quotas = this.quotas.map(({ name, least, most }, at) => ({
      name,
      least,
      most,
      count: counts[at]!,
    }));
    const { reuseLimit, groups } = this.asked;
    return {
      reuseLimit,
      groupCount: groups.length,
      requiredCount: this.columns.requiredCount,
      spread: spread === null ? null : { pairsTooNear: spread.pairsTooNear, optimalCost },
      ...(quotas.length === 0 ? {} : { quotas }),
    };
  }
}
