'use strict';

const assert = require('node:assert/strict');
const { after } = require('node:test');
const { FlakyProxy } = require('./support/flaky-proxy');
const { scenarios } = require('./support/scenarios');

scenarios('Automatic sync off', {}, (scenario) => {
  const autoSync = (stage, chart) => stage.button(chart, 'autoSync').locator('label');
  const syncNow = (stage, chart) => stage.button(chart, 'syncNow');

  scenario(
    'edits wait and are counted while the other goes on; the switch sends them',
    async (stage) => {
      await autoSync(stage, 0).click();
      await stage.edit(0, ({ task }) => {
        task('dig').duration = 5;
      });
      await stage.quiet();
      await stage.edit(0, ({ add }) => void add('party', { name: 'Music' }));
      await stage.edit(1, ({ task }) => {
        task('walls').name = 'Walls, live';
      });
      await stage.quiet();
      const waiting = await stage.ask(0, ({ project }) => project.liveQueue.waiting);
      assert.ok(waiting >= 2);
      assert.equal(await syncNow(stage, 0).getAttribute('data-badge'), String(waiting));
      assert.equal(await stage.ask(0, ({ task }) => task('walls').name), 'Walls, live');
      assert.equal(await stage.ask(1, ({ named }) => Boolean(named('Music'))), false);

      await autoSync(stage, 0).click();
      const lines = await stage.agree();
      assert.ok(lines.some((line) => line.includes('Music')));
    },
  );

  scenario('“Sync now” sends what waits, and what comes later waits again', async (stage) => {
    await autoSync(stage, 0).click();
    await stage.edit(0, ({ task }) => {
      task('dig').name = 'First';
    });
    await stage.quiet();
    await syncNow(stage, 0).click();
    await stage.quiet();
    assert.equal(await stage.ask(1, ({ task }) => task('dig').name), 'First');

    await stage.edit(0, ({ task }) => {
      task('dig').name = 'Second';
    });
    await stage.quiet();
    assert.equal(await stage.ask(1, ({ task }) => task('dig').name), 'First');
    await autoSync(stage, 0).click();
  });

  scenario('both are off, and clash in the end', async (stage) => {
    await autoSync(stage, 0).click();
    await autoSync(stage, 1).click();
    await stage.together(
      [0, ({ task }) => void task('party').appendChild(task('lights'))],
      [1, ({ remove }) => void remove('inside')],
    );
    await stage.edit(0, ({ add }) => void add('frame', { name: 'From one' }));
    await stage.edit(1, ({ add }) => void add('frame', { name: 'From two' }));
    await stage.quiet();
    await autoSync(stage, 0).click();
    await autoSync(stage, 1).click();
  });

  scenario('undo and redo while it is off', async (stage) => {
    await autoSync(stage, 0).click();
    await stage.edit(0, ({ add }) => void add('ground', { name: 'Undone' }));
    await stage.quiet();
    await stage.edit(0, ({ task }) => {
      task('dig').duration = 8;
    });
    await stage.history(0, 'undo');
    await stage.history(0, 'undo');
    await stage.history(0, 'redo');
    await autoSync(stage, 0).click();
    const lines = await stage.agree();
    assert.ok(lines.some((line) => line.includes('"Undone"')));
    assert.ok(lines.some((line) => line.includes('"dig"') && line.includes('3 day')));
  });
});

/**
 * Entries of lists that the data give no id get one with each load, never one that there was.
 *
 * @param {string[]} lines
 */
function withoutListIds(lines) {
  return lines.map((line) => line.replace(/\b(intervals|rateTables|rates)-\d+/g, '$1'));
}

scenarios('Loading again', {}, (scenario) => {
  scenario('an edit of just before and one of meanwhile reach everybody', async (stage) => {
    await stage.page.evaluate(`(async () => {
      const [{ project }] = demo.panels;
      await tools.edit(0, ({ add }) => void add('ground', { name: 'Before' }));
      if (!project.stm.isRecording) throw new Error('The edit is recorded for a moment');
      project.liveLoad();
      await tools.edit(0, ({ add }) => void add('party', { name: 'Meanwhile' }));
    })()`);
    const lines = await stage.agree();
    for (const name of ['Before', 'Meanwhile'])
      assert.equal(lines.filter((line) => line.includes(`"${name}"`)).length, 1, name);
  });
});

scenarios('Reset', {}, (scenario) => {
  scenario('everyone gets the first state and is told who did it', async (stage) => {
    const before = await stage.lines();
    await stage.edit(0, ({ remove, add }) => {
      remove('frame');
      add('party', { name: 'Music' });
    });
    await stage.quiet();
    await stage.button(0, 'reset').click();
    await stage.page
      .locator('.panel')
      .nth(1)
      .locator('.toasts', { hasText: 'has reset the project' })
      .waitFor();
    assert.deepEqual(withoutListIds(await stage.lines()), withoutListIds(before));
  });

  scenario(
    'edits of records that the reset took away, and of those that it brought back',
    async (stage) => {
      await stage.edit(0, ({ add }) => void add('ground', { name: 'Gone' }));
      await stage.edit(1, ({ remove }) => void remove('lights'));
      await stage.quiet();
      const gone = await stage.ask(0, ({ named }) => named('Gone').id);
      await stage.reset();
      await stage.together(
        [
          0,
          ({ task }) => {
            task('lights').duration = 5;
          },
        ],
        [1, ({ add }) => void add('ground', { name: 'New' })],
      );
      await stage.quiet();
      assert.notEqual(await stage.ask(0, ({ named }) => named('New').id), gone);
    },
  );

  scenario('edits that are under way when it comes end nowhere or everywhere', async (stage) => {
    await stage.page.evaluate(`(async () => {
      const edits = [0, 1].map((chart) => tools.edit(chart, ({ task }, who) => { task('dig').name = who }, 'By ' + chart));
      demo.panels[1].project.liveReset();
      await Promise.all(edits);
    })()`);
    await stage.quiet();
    await stage.page.evaluate('tools.forgive()');
  });
});

scenarios('A bad network', {}, (scenario) => {
  /** @type {FlakyProxy | undefined} */
  let proxy;
  after(() => proxy?.close());

  /** Puts the first chart behind a proxy, and says how many revisions have been dropped so far. */
  const behindProxy = async (stage) => {
    await proxy?.close();
    proxy = await FlakyProxy.open(stage.demo.server.port);
    await stage.page.evaluate(`(async () => {
      const [panel] = demo.panels;
      panel.options.url = 'ws://127.0.0.1:${proxy.port}';
      panel.options.retryDelay = () => 100;
      await panel.login();
    })()`);
    await stage.quiet();
    return proxy;
  };
  const offline = (stage) =>
    stage.page.locator('.panel').first().locator('.mask', { hasText: 'Offline' }).waitFor();

  scenario('offline, the other edits, back online', async (stage) => {
    const network = await behindProxy(stage);
    network.cut();
    await offline(stage);
    await stage.edit(1, ({ task, add, remove }) => {
      task('dig').duration = 7;
      add('party', { name: 'Music' });
      remove('beams');
    });
    network.mend();
  });

  scenario(
    'edits that wait while offline are sent afterwards, without harm to the other’s',
    async (stage) => {
      const network = await behindProxy(stage);
      network.cut();
      await offline(stage);
      await stage.edit(0, ({ task, add }) => {
        task('dig').name = 'Offline';
        add('ground', { name: 'Fence' });
      });
      await stage.edit(1, ({ task }) => {
        task('walls').duration = 6;
      });
      network.mend();
      const lines = await stage.agree();
      for (const name of ['Offline', 'Fence']) {
        assert.equal(lines.filter((line) => line.includes(`"${name}"`)).length, 1);
      }
    },
  );

  scenario('a change whose answer is lost is sent again, and applied once', async (stage) => {
    const network = await behindProxy(stage);
    network.mute();
    await stage.edit(0, ({ add, link, named }) => {
      add('ground', { name: 'Fence', children: [{ name: 'Posts', duration: 1 }] });
      link('slab', named('Posts').id);
    });
    // The other chart shows that it has arrived.
    await stage.page.waitForFunction(
      "demo.panels[1].project.taskStore.allRecords.some(({ name }) => name === 'Posts')",
    );
    network.cut();
    await offline(stage);
    network.mend();
    const lines = await stage.agree();
    for (const name of ['Fence', 'Posts']) {
      assert.equal(lines.filter((line) => line.includes(`"${name}"`)).length, 1);
    }
    assert.equal(lines.filter((line) => line.startsWith('dependency ')).length, 10);
  });

  // Each under a parent of its own: of two that are added at one place at once, the charts put the
  // later first, and tell the server a moment later; a dataset of that moment has the earlier first.
  scenario('the line is cut again and again while both edit', async (stage) => {
    const network = await behindProxy(stage);
    for (let round = 0; round < 5; round++) {
      await stage.together(
        [0, ({ add }, i) => void add('ground', { name: `Mine ${i}` }), round],
        [1, ({ add }, i) => void add('party', { name: `Yours ${i}` }), round],
      );
      network.cut();
      await offline(stage);
      network.mend();
      // Until then no user can reach the chart.
      await stage.page.locator('.panel').first().locator('.mask').waitFor({ state: 'hidden' });
    }
    const lines = await stage.agree();
    for (let round = 0; round < 5; round++) {
      for (const name of [`Mine ${round}`, `Yours ${round}`]) {
        assert.equal(lines.filter((line) => line.includes(`"${name}"`)).length, 1, name);
      }
    }
  });
});
