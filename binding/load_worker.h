// Loads data into a project: parses the text on a thread of libuv's pool, and installs the result
// on the JavaScript thread. The replaced state is freed on the pool, because freeing a large one
// would block the event loop.
//
// The Buffer and the Project are kept alive until the promise is settled. The Buffer must not be
// modified until then.
#ifndef GANTT_BINDING_LOAD_WORKER_H_
#define GANTT_BINDING_LOAD_WORKER_H_

#include <napi.h>

#include <string_view>

#include "base/status.h"
#include "project/loader.h"

namespace gantt::binding {

class ProjectBinding;

class LoadWorker : public Napi::AsyncWorker {
 public:
  // A promise of undefined or of {code, message}. `is_shown`: the dataset is asked for at once, so
  // the text of its rows is made on the pool as well.
  static Napi::Value Start(Napi::Env env, Napi::Object project_object, ProjectBinding* project,
                           Napi::Object buffer, std::string_view text, bool is_shown);

 private:
  LoadWorker(Napi::Env env, ProjectBinding* project, std::string_view text, bool is_shown);

  void Execute() override;
  void OnOK() override;
  void OnError(const Napi::Error& error) override;

  ProjectBinding* const project_;
  const std::string_view text_;
  const bool is_shown_;
  Loader loader_;
  LoadedData data_;
  Status status_;
  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference kept_project_;
  Napi::ObjectReference kept_buffer_;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_LOAD_WORKER_H_
