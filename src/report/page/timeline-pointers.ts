/** What the pointer does on the timeline. Up and down always scroll the page: nobody is caught in the picture. */
/// <reference lib="dom" />

/** In CSS pixels of the picture. */
export interface PointerActions {
  drag(byPx: number): void;
  zoom(factor: number, x: number): void;
  canZoomOut(): boolean;
  point(x: number, y: number): void;
  leave(): void;
}

/** A finger that moved less than this has tapped. */
const TAP_PX = 6;
const WHEEL_PER_ZOOM = 400;

export function listenToPointers(canvas: HTMLCanvasElement, actions: PointerActions): void {
  const down = new Map<number, { x: number; y: number }>();
  let moved = 0;
  const placeOf = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    down.set(event.pointerId, placeOf(event));
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 1) moved = 0;
  });

  canvas.addEventListener('pointermove', (event) => {
    const place = placeOf(event);
    const before = down.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== 'touch') actions.point(place.x, place.y);
      return;
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.abs(place.x - before.x);
    if (other !== undefined) {
      const [was, is] = [before, place].map(({ x }) => Math.max(20, Math.abs(x - other.x))) as [number, number];
      actions.zoom(is / was, (place.x + other.x) / 2);
      actions.drag((place.x - before.x) / 2);
    } else if (moved >= TAP_PX) {
      actions.drag(place.x - before.x);
    }
    down.set(event.pointerId, place);
  });

  const up = (event: PointerEvent) => {
    const place = down.get(event.pointerId);
    down.delete(event.pointerId);
    if (event.type === 'pointerup' && place !== undefined && moved < TAP_PX) actions.point(place.x, place.y);
  };
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('pointerleave', (event) => {
    if (event.pointerType !== 'touch') actions.leave();
  });

  canvas.addEventListener(
    'wheel',
    (event) => {
      // A pinch on a touchpad comes as a turn of the wheel with Ctrl.
      if (event.ctrlKey || event.metaKey || (document.activeElement === canvas && event.deltaX === 0)) {
        if (!event.ctrlKey && !event.metaKey && event.deltaY > 0 && !actions.canZoomOut()) return;
        event.preventDefault();
        actions.zoom(2 ** (-event.deltaY / (event.ctrlKey ? WHEEL_PER_ZOOM / 4 : WHEEL_PER_ZOOM)), placeOf(event).x);
      } else if (event.deltaX !== 0 && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        actions.drag(-event.deltaX);
      }
    },
    { passive: false },
  );
}
