import '@angular/compiler';
import { Component, DestroyRef, ElementRef, inject, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import {
  conflict,
  connection,
  injectSyncProject,
  mountWidget,
  people,
  records,
  sync,
} from 'gantt-sync-client/angular';
import { whoIsOnline } from 'gantt-sync-client/widgets';

const asked = new URLSearchParams(location.search);
const options = { url: location.origin, project: 1, userName: asked.get('name') ?? 'Guest' };

@Component({
  selector: 'app-head',
  host: { class: 'card', style: 'display: block' },
  template: `
    <p class="state">{{ connection().state }}</p>
    <p class="unsynced">{{ sync().unsynced }} waiting</p>
    <p class="people">{{ names() }}</p>
  `,
})
class Head {
  project = injectSyncProject(options);
  connection = connection(this.project);
  sync = sync(this.project);
  people = people(this.project);

  constructor() {
    const { nativeElement } = inject(ElementRef);
    mountWidget(nativeElement, whoIsOnline(this.project), inject(DestroyRef));
  }

  names() {
    return this.people()
      .map(({ name, at }) => (at ? `${name} at ${at.id}` : name))
      .join(', ');
  }
}

@Component({
  selector: 'app-tasks',
  template: `
    <table class="card">
      <tbody>
        @for (task of tasks(); track task['id']) {
          <tr [attr.data-id]="task['id']">
            <td>
              <input
                aria-label="Name"
                [value]="task['name']"
                (focus)="project.select(task['id'])"
                (change)="rename(task['id'], $event)"
              />
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
class Tasks {
  project = injectSyncProject(options);
  tasks = records(this.project, 'tasks');

  rename(id: number, { target }: Event) {
    const name = (target as HTMLInputElement).value;
    // What goes wrong is a conflict, which asks, or is told by the widget `news`.
    this.project.change({ tasks: { updated: [{ id, name }] } }).catch(() => {});
  }
}

@Component({
  selector: 'app-conflict',
  template: `
    @if (conflict()) {
      <section class="conflict card" role="alert">
        <p>Others were first.</p>
        <button (click)="settle('keep_local')">Keep mine</button>
        <button (click)="settle('accept_server')">Take theirs</button>
      </section>
    }
  `,
})
class Conflict {
  conflict = conflict(injectSyncProject(options));

  settle(strategy: 'keep_local' | 'accept_server') {
    this.conflict()
      ?.settle(strategy)
      .catch(() => {});
  }
}

@Component({
  selector: 'app-root',
  imports: [Head, Tasks, Conflict],
  template: `
    <main>
      <h1>A shared list of tasks</h1>
      <button (click)="isOpen.set(!isOpen())">{{ isOpen() ? 'Close' : 'Open' }}</button>
      @if (isOpen()) {
        <app-head />
        <app-conflict />
        <app-tasks />
      }
    </main>
  `,
})
class App {
  isOpen = signal(true);
}

void bootstrapApplication(App);
