// The JavaScript class Journal. lib/native/addon.js documents it.
#ifndef GANTT_BINDING_JOURNAL_BINDING_H_
#define GANTT_BINDING_JOURNAL_BINDING_H_

#include <napi.h>

#include <memory>

#include "journal/journal.h"
#include "work_thread.h"

namespace gantt::binding {

// The methods run in order on the thread of the journal, which waits for the disk; Compact() runs
// on another one. A failure resolves to {code, message}.
class JournalBinding : public Napi::ObjectWrap<JournalBinding> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit JournalBinding(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

 private:
  // (path, durability, revisions, age): the last two limit the stored history; 0: no limit.
  // Resolves to {from, to} if the file had an earlier schema.
  Napi::Value Open(const Napi::CallbackInfo& info);
  // ([{project, head, user, records}, …], [{id, origin, …}, …])
  Napi::Value Append(const Napi::CallbackInfo& info);
  Napi::Value SaveSnapshot(const Napi::CallbackInfo& info);  // (project, start)
  Napi::Value Load(const Napi::CallbackInfo& info);          // (project, logRevisions)
  Napi::Value LoadClients(const Napi::CallbackInfo& info);   // (identity, if there is none)
  Napi::Value Sync(const Napi::CallbackInfo& info);
  // (path, project, logRevisions, logBytes): concurrent with all other work.
  Napi::Value Compact(const Napi::CallbackInfo& info);
  Napi::Value ForgetUser(const Napi::CallbackInfo& info);  // (name, pseudonym): was it there?
  Napi::Value Wipe(const Napi::CallbackInfo& info);        // Is nothing left of such names?
  Napi::Value Begin(const Napi::CallbackInfo& info);       // What follows is one commit,
  Napi::Value End(const Napi::CallbackInfo& info);         // (is it kept?), up to here.
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Shared with running work, which may outlive this object.
  struct File {
    std::unique_ptr<Journal> journal;
  };
  std::shared_ptr<File> file_ = std::make_shared<File>();
  WorkThread thread_;
  WorkThread compacting_;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_JOURNAL_BINDING_H_
