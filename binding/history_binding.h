// The JavaScript class History. lib/native/addon.js documents it.
#ifndef GANTT_BINDING_HISTORY_BINDING_H_
#define GANTT_BINDING_HISTORY_BINDING_H_

#include <napi.h>

#include <memory>

#include "journal/history.h"
#include "work_thread.h"

namespace gantt::binding {

// As in JournalBinding, the methods run in order on their own thread, which waits for the disk. A
// failure resolves to {code, message}.
class HistoryBinding : public Napi::ObjectWrap<HistoryBinding> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit HistoryBinding(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

 private:
  Napi::Value Open(const Napi::CallbackInfo& info);  // (path)
  Napi::Value Projects(const Napi::CallbackInfo& info);
  Napi::Value Revisions(const Napi::CallbackInfo& info);     // (project, filter)
  Napi::Value MomentAt(const Napi::CallbackInfo& info);      // (project, time)
  Napi::Value FirstSince(const Napi::CallbackInfo& info);    // (project, time)
  Napi::Value Past(const Napi::CallbackInfo& info);          // (project, moment, options, Past)
  Napi::Value Snapshots(const Napi::CallbackInfo& info);     // (project)
  Napi::Value ReadSnapshot(const Napi::CallbackInfo& info);  // (row)
  Napi::Value Hold(const Napi::CallbackInfo& info);
  Napi::Value Release(const Napi::CallbackInfo& info);
  Napi::Value Check(const Napi::CallbackInfo& info);
  Napi::Value Backup(const Napi::CallbackInfo& info);  // (path, copy): open or not
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Shared with running work, which may outlive this object.
  struct File {
    std::unique_ptr<History> history;
  };
  std::shared_ptr<File> file_ = std::make_shared<File>();
  WorkThread thread_;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_HISTORY_BINDING_H_
