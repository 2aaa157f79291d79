// The JavaScript class Project. lib/native/addon.js documents it.
#ifndef GANTT_BINDING_PROJECT_BINDING_H_
#define GANTT_BINDING_PROJECT_BINDING_H_

#include <napi.h>

#include <cstdint>
#include <memory>

#include "message/terms.h"
#include "part_buffers.h"
#include "project/loader.h"
#include "project/project.h"
#include "state/project_state.h"

namespace gantt::binding {

class ProjectBinding : public Napi::ObjectWrap<ProjectBinding> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit ProjectBinding(const Napi::CallbackInfo& info);

  Project& project() { return project_; }
  // As in Project.
  std::unique_ptr<ProjectState> Replace(LoadedData data, uint64_t now);

 private:
  // (bytes, author, now, target, at, terms, base): with terms 0 (only `commands` clients), writes
  // the broadcast into the Buffer `target` from `at` on and returns its size; a long one, or one
  // that does not fit, is returned as a new Buffer. Anything else is an object of outcome.h.
  Napi::Value SubmitInto(const Napi::CallbackInfo& info);
  static Napi::Value CallSubmitInto(const Napi::CallbackInfo& info);
  Napi::Value Dataset(const Napi::CallbackInfo& info);  // (view)
  Napi::Value LoadStores(const Napi::CallbackInfo& info);
  Napi::Value LoadPage(const Napi::CallbackInfo& info);      // (query, most steps)
  Napi::Value ChangesSince(const Napi::CallbackInfo& info);  // (revision, dialect, client?)
  Napi::Value NoteLoaded(const Napi::CallbackInfo& info);    // (client, revision)
  Napi::Value NoteGoesOn(const Napi::CallbackInfo& info);    // (client, before)
  Napi::Value HoldRecord(const Napi::CallbackInfo& info);
  Napi::Value ExpireFences(const Napi::CallbackInfo& info);
  Napi::Value ReleaseRecord(const Napi::CallbackInfo& info);
  Napi::Value Load(const Napi::CallbackInfo& info);
  Napi::Value VersionContent(const Napi::CallbackInfo& info);
  Napi::Value TakeJournal(const Napi::CallbackInfo& info);
  Napi::Value Snapshot(const Napi::CallbackInfo& info);
  Napi::Value SnapshotBeside(const Napi::CallbackInfo& info);  // A promise.
  Napi::Value Restore(const Napi::CallbackInfo& info);         // (snapshot, records): a promise
  Napi::Value Compare(const Napi::CallbackInfo& info);         // (past, scope): a promise
  Napi::Value BringBack(const Napi::CallbackInfo& info);       // (now, terms)
  Napi::Value Stats(const Napi::CallbackInfo& info);
  Napi::Value Epoch(const Napi::CallbackInfo& info);
  Napi::Value Forgotten(const Napi::CallbackInfo& info);
  Napi::Value ToldNumber(const Napi::CallbackInfo& info);
  Napi::Value Revision(const Napi::CallbackInfo& info);
  Napi::Value FirstOfLog(const Napi::CallbackInfo& info);
  Napi::Value LastTime(const Napi::CallbackInfo& info);

  Project project_;
  PartBuffers parts_;
  // Result of the last Compare(), until BringBack() takes it.
  std::shared_ptr<Comparison> comparison_;
  // Used by the current call; kept for its memory.
  Outcome outcome_;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_PROJECT_BINDING_H_
