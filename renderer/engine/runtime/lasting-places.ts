import type { DeviceMemory } from '#renderer/engine/runtime/device-memory.ts';
import type { GraphInput, InputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import type { Pointer } from '#renderer/engine/runtime/ort-library.ts';
import type { PlacedValue } from '#renderer/engine/runtime/placed-value.ts';

/** The place of an input whose numbers last, held by who needs its address to stay. */
export interface LastingPlace {
  readonly value: Pointer;
  /** Has these numbers lie there: copies them when others do. The device's `settle` is left to the caller. */
  send(numbers: InputNumbers['numbers']): void;
  /** The last of those who hold it gives its memory back. */
  release(): void;
}

/** Places by an input's name, dimensions and type: equal ones share theirs, whatever sizes the other inputs have. */
export interface LastingPlaces {
  hold(name: string, input: InputNumbers): LastingPlace;
}

/** The inputs whose numbers last. */
export function lastingIn(feeds: Readonly<Record<string, GraphInput>>): readonly [string, InputNumbers][] {
  return Object.entries(feeds).flatMap(([name, input]) =>
    'numbers' in input && input.areLasting ? [[name, input] as [string, InputNumbers]] : [],
  );
}

/** Places in this memory. */
export function createLastingPlaces(memory: DeviceMemory): LastingPlaces {
  const places = new Map<string, SharedPlace>();
  return {
    hold(name, { dims, numbers }) {
      const type = typeOf(numbers);
      const key = JSON.stringify([name, dims, type]);
      const place = places.get(key) ?? { placed: memory.place(dims, type), lying: null, holders: 0 };
      places.set(key, place);
      place.holders += 1;
      return {
        value: place.placed.value,
        send(given) {
          if (place.lying === given) return;
          place.lying = null; // until all is there
          place.placed.write(given);
          place.lying = given;
        },
        release() {
          place.holders -= 1;
          if (place.holders > 0) return;
          places.delete(key);
          place.placed.release();
        },
      };
    },
  };
}

/** What a place has to be made for. */
export function typeOf(numbers: InputNumbers['numbers']): 'float' | 'int' {
  return numbers instanceof Float32Array ? 'float' : 'int';
}

interface SharedPlace {
  readonly placed: PlacedValue;
  lying: InputNumbers['numbers'] | null;
  holders: number;
}

/** Holds one place for each input: that of the dimensions with which it came last. */
export interface LatestPlaces {
  /** Values for the inputs whose numbers last, with these numbers in them. */
  send(feeds: Readonly<Record<string, GraphInput>>): ReadonlyMap<string, Pointer>;
  /** Gives the places and their memory back. */
  release(): void;
}

/** For runs that read inputs from wherever they lie. */
export function createLatestPlaces(memory: DeviceMemory): LatestPlaces {
  const places = createLastingPlaces(memory);
  const held = new Map<string, { readonly dims: string; readonly place: LastingPlace }>();
  const placeOf = (name: string, input: InputNumbers): LastingPlace => {
    const dims = input.dims.join();
    const known = held.get(name);
    if (known?.dims === dims) return known.place;
    known?.place.release();
    held.delete(name);
    const place = places.hold(name, input);
    held.set(name, { dims, place });
    return place;
  };
  return {
    send(feeds) {
      const values = lastingIn(feeds).map(([name, input]) => {
        const place = placeOf(name, input);
        place.send(input.numbers);
        return [name, place.value] as const;
      });
      if (values.length > 0) memory.settle();
      return new Map(values);
    },
    release() {
      for (const { place } of held.values()) place.release();
      held.clear();
      memory.release();
    },
  };
}
