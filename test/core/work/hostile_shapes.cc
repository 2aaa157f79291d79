#include "hostile_shapes.h"

#include <algorithm>
#include <functional>

namespace gantt {
namespace {

std::string Filled(const std::string& each, size_t i) {
  std::string out;
  for (const char c : each) {
    if (c == '#') {
      out += std::to_string(i);
    } else if (c == '@') {
      out += std::to_string(i + 1);
    } else {
      out += c == '\'' ? '"' : c;
    }
  }
  return out;
}

std::string Joined(size_t count, const std::function<std::string(size_t)>& each) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + each(i);
  return out;
}

constexpr size_t kDeepest = 254;

Copies Each(std::string each) { return {.head = "", .each = std::move(each), .tail = ""}; }
Copies Adds(std::string each) { return {"{'tasks':{'added':[", std::move(each), "]}}"}; }
Copies Updates(std::string each) { return {"{'tasks':{'updated':[", std::move(each), "]}}"}; }
Copies Removals(std::string each) { return {"{'tasks':{'removed':[", std::move(each), "]}}"}; }
Copies One(std::string text) { return {std::move(text), "", ""}; }

Copies Tasks(std::string each) { return {"{'tasksData':[{'id':'p'},", std::move(each), "]}"}; }
Copies TwoTasks() { return One("{'tasksData':[{'id':'p'},{'id':0}]}"); }
Copies Chain(std::string rest = "{'id':'m'}") {
  return {"{'tasksData':[" + std::move(rest) + ",{'id':'d0'},", "{'id':'d@','parentId':'d#'}", "]}",
          kDeepest};
}
Copies ChainAnd(std::string each) {
  return {"{'tasksData':[{'id':'d0'}," +
              Joined(kDeepest, [](size_t i) { return Filled("{'id':'d@','parentId':'d#'}", i); }) +
              ",",
          std::move(each), "]}"};
}

std::string Fields(size_t count, const std::function<size_t(size_t)>& number, std::string value) {
  return Joined(count, [&](size_t i) { return "'f" + std::to_string(number(i)) + "':" + value; });
}
std::string Forwards(size_t count, std::string value = "1") {
  return Fields(
      count, [](size_t i) { return i; }, value);
}
std::string Backwards(size_t count, std::string value = "2") {
  return Fields(
      count, [count](size_t i) { return count - 1 - i; }, value);
}

// All have one FieldText::Hash().
std::string NameOfOneHash(size_t i) {
  std::string name = "aaaaa";
  name[1] = static_cast<char>('b' + i % 20);
  name[3] = static_cast<char>('b' + i / 20);
  return name;
}

std::string Stores(size_t count, std::string each) {
  return Joined(count, [&](size_t i) { return "'" + NameOfOneHash(i) + "':" + each; });
}

}  // namespace

std::string Text(const Copies& copies, size_t size) {
  std::string out = Filled(copies.head, 0);
  const size_t count = copies.count == 0 ? size : copies.count;
  for (size_t i = 0; i < count && !copies.each.empty(); ++i) {
    if (i > 0) out += ',';
    out += Filled(copies.each, i);
  }
  return out + Filled(copies.tail, 0);
}

std::vector<std::string> Revisions(const Copies& copies, size_t size) {
  if (!copies.head.empty()) return {Text(copies, size)};
  std::vector<std::string> revisions;
  for (size_t i = 0; i < size; ++i) {
    const std::string text = Filled(copies.each, i);
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find('|', begin), text.size());
      revisions.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return revisions;
}

const std::vector<HostileShape>& HostileShapes() {
  static const std::vector<HostileShape> shapes = {
      // Adding.
      {"tiny adds", Adds("{}")},
      {"revisions of one add", Each("{'tasks':{'added':[{}]}}")},
      {"revisions of one named add", Each("{'tasks':{'added':[{'$PhantomId':'p#'}]}}")},
      {"named adds", Adds("{'$PhantomId':'p#'}")},
      {"generated adds", Adds("{'$PhantomId':'_generated#'}")},
      {"usual adds",
       Adds("{'$PhantomId':'_generatedt_0b9c7a52-33f1-4d0e-9c6e-#','name':'New','duration':1}")},
      {"adds with $input", {"{'tasks':{'added':[", "{}", "],'$input':{'added':[{}]}}}"}},
      {"adds, each below the one before", Adds("{'id':'n@','parentId':'n#'}"),
       One("{'tasksData':[{'id':'n0'}]}")},
      {"adds, each below the one behind", Adds("{'id':'n#','parentId':'n@'}")},
      {"usual adds, each below the one behind",
       Adds("{'id':'n#','parentId':'n@','name':'so long that it is usual'}")},
      {"revisions of adds, each below the one before",
       Each("{'tasks':{'added':[{'$PhantomId':'p@','parentId':'p#'}]}}"),
       One("{'tasksData':[{'id':'p0'}]}")},
      {"revisions of adds, each below the one behind",
       Each("{'tasks':{'added':[{'$PhantomId':'p#','parentId':'p@'}]}}")},
      {"tiny orphans",
       Adds("{'parentId':'x'}"),
       One("{'tasksData':[{'id':'x'}]}"),
       {One("{'tasks':{'removed':[{'id':'x'}]}}")}},
      {"orphans of many",
       Adds("{'parentId':'x#'}"),
       Tasks("{'id':'x#'}"),
       {Removals("{'id':'x#'}")}},
      {"orphans added and removed",
       Each("{'tasks':{'added':[{'id':'o#','parentId':'x'}],'removed':[{'id':'o#'}]}}"),
       One("{'tasksData':[{'id':'x'}]}"),
       {One("{'tasks':{'removed':[{'id':'x'}]}}")}},
      {"adds of one id", Adds("{'id':'n','name':#}")},
      {"adds at the greatest depth", Adds("{'parentId':'d254'}"), Chain()},
      {"orphans below what was removed deep down",
       Adds("{'parentId':'l#'}"),
       ChainAnd("{'id':'l#','parentId':'d253'}"),
       {Removals("{'id':'d0'}")}},
      {"adds that are there",
       Adds("{'id':#,'name':'x#'}"),
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"orphans, each below the one behind",
       Adds("{'id':'n#','parentId':'n@'}"),
       Tasks("{'id':'n@'}"),
       {Removals("{'id':'n@'}")}},
      {"wide adds", Adds("{" + Forwards(1000) + "}")},
      // Removing.
      {"tiny removals", Removals("{'id':#}"), Tasks("{'id':#}")},
      {"removals of what never was", Removals("{'id':#}")},
      {"removals of what is gone", Removals("{'id':#}"), Tasks("{'id':#}"), {Removals("{'id':#}")}},
      {"revisions that remove one parent of many", Each("{'tasks':{'removed':[{'id':'p'}]}}"),
       Tasks("{'id':#,'parentId':'p'}")},
      {"revisions that remove and add one parent of many",
       Each("{'tasks':{'removed':[{'id':'p'}]}}|{'tasks':{'added':[{'$PhantomId':'p'}]}}"),
       Tasks("{'id':#,'parentId':'p'}")},
      {"revisions that remove a task of many assignments",
       Each("{'tasks':{'removed':[{'id':1}]}}"),
       {"{'tasksData':[{'id':1}],'assignmentsData':[", "{'id':#,'event':1,'resource':1}", "]}"}},
      {"entries that remove a task of many assignments",
       Removals("{'id':1}"),
       {"{'tasksData':[{'id':1}],'assignmentsData':[", "{'id':#,'event':1,'resource':1}", "]}"}},
      {"revisions that remove a task and spare its assignments",
       Each("{'tasks':{'removed':[{'id':1}]},'assignments':{'updated':[{'id':#,'event':1}]}}|{'"
            "tasks':{'added':[{'$PhantomId':1}]}}"),
       {"{'tasksData':[{'id':1}],'assignmentsData':[", "{'id':#,'event':1,'resource':1}", "]}"}},
      {"removals and updates deep down",
       Each("{'tasks':{'updated':[{'id':'d254','name':#}],'removed':[{'id':'y#'}]}}"),
       Chain(),
       {Updates("{'id':'d254','name':'y'}")}},
      {"removals and updates of many deep down",
       Each("{'tasks':{'updated':[{'id':'l#','name':#}],'removed':[{'id':'y#'}]}}"),
       ChainAnd("{'id':'l#','parentId':'d253'}"),
       {Updates("{'id':'l#','name':'y'}")}},
      {"removals of a chain from below", Each("{'tasks':{'removed':[{'id':'d#'}]}}"), Chain()},
      // Updating.
      {"updates",
       Updates("{'id':#,'name':1}"),
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"revisions of an update",
       Each("{'tasks':{'updated':[{'id':#,'name':1}]}}"),
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"entries of one record",
       Updates("{'id':'p','name':#}"),
       TwoTasks(),
       {Updates("{'id':'p','name':'y'}")}},
      {"revisions of one record",
       Each("{'tasks':{'updated':[{'id':'p','name':#}]}}"),
       TwoTasks(),
       {Updates("{'id':'p','name':'y'}")}},
      {"entries of one record with another",
       {"{'tasks':{'updated':[{'id':0,'name':1},", "{'id':'p','name':#}", "]}}"},
       TwoTasks(),
       {Updates("{'id':'p','name':'y'},{'id':0,'name':'y'}")}},
      {"entries of one record with a long list",
       Updates("{'id':'p','tags':['m#']}"),
       TwoTasks(),
       {{"{'tasks':{'updated':[{'id':'p','tags':[", "'t#'", "]}]}}"}}},
      {"revisions of one record with a long list",
       Each("{'tasks':{'updated':[{'id':'p','tags':['m#']}]}}"),
       TwoTasks(),
       {{"{'tasks':{'updated':[{'id':'p','tags':[", "'t#'", "]}]}}"}}},
      {"entries of one record with a large object",
       Updates("{'id':'p','tags':{'m#':1}}"),
       TwoTasks(),
       {{"{'tasks':{'updated':[{'id':'p','tags':{", "'t#':1", "}}]}}"}}},
      {"a long list",
       {"{'tasks':{'updated':[{'id':'p','tags':[", "'m#'", "]}]}}"},
       TwoTasks(),
       {{"{'tasks':{'updated':[{'id':'p','tags':[", "'t#'", "]}]}}"}}},
      {"a large object",
       {"{'tasks':{'updated':[{'id':'p','tags':{", "'m#':1", "}}]}}"},
       TwoTasks(),
       {{"{'tasks':{'updated':[{'id':'p','tags':{", "'t#':1", "}}]}}"}}},
      {"new fields of one record",
       Updates("{'id':'p','f#':1}"),
       TwoTasks(),
       {Updates("{'id':'p','name':'y'}")}},
      {"new fields of many records",
       Updates("{'id':#,'f#':1}"),
       Tasks("{'id':#}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"255 fields backwards",
       Updates("{'id':'p'," + Backwards(255) + "}"),
       TwoTasks(),
       {Updates("{'id':'p'," + Forwards(255) + "}")}},
      {"1,000 fields backwards",
       Updates("{'id':'p'," + Backwards(990) + "}"),
       TwoTasks(),
       {Updates("{'id':'p'," + Forwards(990) + "}")}},
      {"63 fields of one hash",
       Updates("{'id':'p'," + Stores(63, "1") + "}"),
       TwoTasks(),
       {Updates("{'id':'p'," + Stores(63, "2") + "}")}},
      {"one field of many wide records",
       Updates("{'id':#,'f980':2}"),
       {"{'tasksData':[", "{'id':#," + Forwards(985) + "}", "]}"},
       {Updates("{'id':#,'f980':3}")}},
      {"a field that grows and shrinks before a long text",
       Updates("{'id':'w','a':1},{'id':'w','a':11}"),
       One("{'tasksData':[{'id':'w','a':1,'b':'" + std::string(16000, 'x') + "'}]}"),
       {Updates("{'id':'w','a':2}")}},
      {"a field that grows and shrinks before many",
       Updates("{'id':'w','a':1},{'id':'w','a':11}"),
       One("{'tasksData':[{'id':'w','a':1," + Forwards(998) + "}]}"),
       {Updates("{'id':'w','a':2}")}},
      {"a reference of a wide record",
       {"{'dependencies':{'updated':[", "{'id':1,'from':#}", "]}}"},
       One("{'dependenciesData':[{'id':1,'from':1," + Forwards(990) + "}]}"),
       {One("{'dependencies':{'updated':[{'id':1,'from':'y'," + std::string("'g':1") + "}]}}")}},
      {"references of many",
       {"{'dependencies':{'updated':[", "{'id':#,'from':#,'to':1}", "]}}"},
       {"{'dependenciesData':[", "{'id':#,'from':1,'to':2}", "]}"},
       {{"{'dependencies':{'updated':[", "{'id':#,'from':5}", "]}}"}}},
      {"derived updates",
       {"{'tasks':{'updated':[", "{'id':#,'name':1}",
        "],'$input':{'updated':[{'id':0,'name':1}]}}}"},
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':0,'name':'y'}")}},
      {"$input of another order",
       {"{'tasks':{'updated':[{'id':0,'name':1},{'id':1,'name':1}],'$input':{'updated':[",
        "{'id':#,'name':1}", "]}}}"},
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"updates with a base",
       Updates("{'id':#,'baseRevision':0,'changes':{'name':1}}"),
       Tasks("{'id':#,'name':'x'}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"updates of what is gone",
       Updates("{'id':#,'name':1}"),
       Tasks("{'id':#,'name':'x'}"),
       {Removals("{'id':#}")}},
      {"updates of what never was", Updates("{'id':#,'name':1}")},
      {"revisions of the project", Each("{'project':{'a#':1}}")},
      {"contents of versions", {"{'versions':{'added':[", "{'id':#,'content':[1]}", "]}}"}},
      // Moving.
      {"moves to the greatest depth", Updates("{'id':'m','parentId':'d253'}"), Chain()},
      {"moves of many to the greatest depth", Updates("{'id':#,'parentId':'d253'}"),
       ChainAnd("{'id':#}")},
      {"moves down and up", Updates("{'id':'m','parentId':'d253'},{'id':'m','parentId':null}"),
       Chain()},
      {"moves below a chain that moved",
       {"{'tasks':{'updated':[" +
            Joined(kDeepest,
                   [](size_t i) {
                     return Filled("{'id':'d@','parentId':null},{'id':'d@','parentId':'d#'}", i);
                   }) +
            ",",
        "{'id':'m','parentId':'d253'}", "]}}"},
       Chain()},
      {"moves below itself", Updates("{'id':'d0','parentId':'d253'}"), Chain()},
      {"revisions of moves to the greatest depth",
       Each("{'tasks':{'updated':[{'id':'m','parentId':'d253'}]}}|{'tasks':{'updated':[{'id':'m','"
            "parentId':null}]}}"),
       Chain()},
      {"moves that conflict",
       Updates("{'id':#,'parentId':'p'}"),
       Tasks("{'id':#},{'id':'q#'}"),
       {Updates("{'id':#,'parentId':'q#'}")}},
      {"moves that conflict, one record",
       Updates("{'id':'m','parentId':#,'parentIndex':#}"),
       Tasks("{'id':#},{'id':'m#'}"),
       {One("{'tasks':{'updated':[{'id':'p','parentId':0}]}}")}},
      {"reorders",
       Updates("{'id':#,'parentIndex':@}"),
       Tasks("{'id':#}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"revisions of a reorder",
       Each("{'tasks':{'updated':[{'id':#,'parentIndex':@}]}}"),
       Tasks("{'id':#}"),
       {Updates("{'id':#,'name':'y'}")}},
      {"reorders of one",
       Updates("{'id':'p','parentIndex':@}"),
       Tasks("{'id':#}"),
       {Updates("{'id':'p','name':'y'}")}},
      // Stores and values.
      {"stores of one hash", Each("{" + Stores(249, "{}") + "}")},
      {"updates in 249 stores of one hash",
       Each("{" + Stores(249, "{'updated':[{'id':1,'a':#}]}") + "}"),
       One("{}"),
       {One("{" + Stores(249, "{'added':[{'id':1,'a':'x'}]}") + "}"),
        One("{" + Stores(249, "{'updated':[{'id':1,'a':'y'}]}") + "}")}},
      {"a new store again and again",
       Each("{'a new one':{'added':[{}]}}"),
       One("{}"),
       {One("{" + Stores(240, "{'added':[{}]}") + "}")}},
      {"empty revisions", Each("{}")},
      {"empty revisions among 249 stores",
       Each("{}"),
       One("{}"),
       {One("{" + Stores(249, "{'added':[{}]}") + "}")}},
      {"unknown lists", {"{'tasks':{", "'k#':1", "}}"}},
      {"segments",
       {"{'tasks':{'updated':[{'id':'p','segments':[", "{'$PhantomId':'s#'}", "]}]}}"},
       TwoTasks(),
       {Updates("{'id':'p','segments':[]}")}},
      {"names in values",
       {"{'tasks':{'added':[{'$PhantomId':'_generated1'}],'updated':[{'id':'p','x':[",
        "'_generated1'", "]}]}}"},
       TwoTasks(),
       {Updates("{'id':'p','x':[1]}")}},
      {"escaped names",
       {"{'tasks':{'updated':[{'id':'p','x':{", "'\\u0061#':'\\u0062'", "}}]}}"},
       TwoTasks(),
       {Updates("{'id':'p','x':{}}")}},
      {"escaped keys",
       Updates("{'i\\u0064':'\\u0070','nam\\u0065':#}"),
       TwoTasks(),
       {Updates("{'id':'p','name':'y'}")}},
      {"numbers",
       {"{'tasks':{'updated':[{'id':'p','x':[", "1", "]}]}}"},
       TwoTasks(),
       {Updates("{'id':'p','x':[1]}")}},
      {"brackets",
       {"{'tasks':{'updated':[{'id':'p','x':[", "[]", "]}]}}"},
       TwoTasks(),
       {One("{'tasks':{'updated':[{'id':'p','x':[1]}]}}")}},
  };
  return shapes;
}

}  // namespace gantt
