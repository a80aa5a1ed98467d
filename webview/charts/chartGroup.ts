/** What the charts of one run share: the axis, the zoomed part of it, the place under the pointer and the marked step. */
import { RunTable, type Axis } from '../panel/runTable';

/** A part of the axis; null is all of it. */
export interface Window1D { readonly min: number; readonly max: number }

export interface GroupMember {
  /** Data, axis, zoom or marks changed: draw again. */
  refresh(): void;
  /** Another member's pointer is at this place of the axis, or nowhere. */
  hover(x: number | null): void;
}

export class ChartGroup {
  table = new RunTable();
  axis: Axis = 'step';
  zoom: Window1D | null = null;
  smoothing = 0.6;
  /** Step of the sample that is looked at, when it is not the newest. */
  markedStep: number | null = null;
  bestStep: number | null = null;
  /** Told of every hover, for a readout; and when the zoom changes. */
  onHover: (x: number | null) => void = () => {};
  onZoom: (zoom: Window1D | null) => void = () => {};
  private readonly members: GroupMember[] = [];

  join(member: GroupMember): void { this.members.push(member); }

  refresh(): void {
    for (const member of this.members) member.refresh();
  }

  setAxis(axis: Axis): void {
    if (axis === this.axis) return;
    this.axis = axis;
    this.setZoom(null);
  }

  setZoom(zoom: Window1D | null): void {
    this.zoom = zoom;
    this.onZoom(zoom);
    this.refresh();
  }

  hover(x: number | null, from: GroupMember): void {
    for (const member of this.members) if (member !== from) member.hover(x);
    this.onHover(x);
  }

  /** The part of the axis to show. A single point gets room around it. */
  range(): [number, number] {
    if (this.zoom !== null) return [this.zoom.min, this.zoom.max];
    const x = this.table.x(this.axis);
    const first = Math.min(0, x[0] ?? 0);
    const last = x[x.length - 1] ?? 1;
    return [first, last > first ? last : first + 1];
  }

  /** The row nearest to a place on the axis, or -1 when there is none. */
  rowNear(x: number): number {
    const values = this.table.x(this.axis);
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < x) low = middle + 1; else high = middle;
    }
    return low > 0 && x - values[low - 1] < values[low] - x ? low - 1 : high < 0 ? -1 : low;
  }
}
