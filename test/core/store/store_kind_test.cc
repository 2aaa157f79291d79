#include "store/store_kind.h"

#include <gtest/gtest.h>

#include <string>

#include "store/store.h"

namespace gantt {
namespace {

TEST(StoreKindTest, OnlyTasksAndCalendarsAreTreesByTheirKindAndOnlyTasksHaveIndexes) {
  std::string out;
  for (const char* name : {"tasks", "calendars", "resources", "events", "Tasks"}) {
    const Store store(name);
    out += std::string(name) + (store.is_tree() ? " tree" : "") +
           (store.kind.has_indexes ? " indexes" : "") + "; ";
  }
  EXPECT_EQ(out, "tasks tree indexes; calendars tree; resources; events; Tasks; ");
}

TEST(StoreKindTest, AnUnknownStoreIsAListOfRecordsAndNothingElse) {
  const StoreKind& kind = KindOfStore("rooms");
  EXPECT_FALSE(kind.is_in_every_dataset || kind.is_tree || kind.has_indexes || kind.refers ||
               kind.has_content || kind.has_segments);
  EXPECT_EQ(kind.named_by, FieldKind::kOther);
  EXPECT_EQ(kind.id_prefix, "");
}

TEST(StoreKindTest, EveryKindIsFoundByItsName) {
  for (const StoreKind& kind : kStoreKinds) EXPECT_EQ(&KindOfStore(kind.name), &kind);
}

// Whatever tasks and resources are named by, who refers to them is in a store that is asked.
TEST(StoreKindTest, SomebodyRefersToWhatGoesWithItsReferences) {
  std::string referring;
  std::string named;
  for (const StoreKind& kind : kStoreKinds) {
    if (kind.refers) referring += std::string(kind.name) + " ";
    if (ReferenceIndex::IsReference(kind.named_by)) named += std::string(kind.name) + " ";
  }
  EXPECT_EQ(referring, "dependencies assignments ");
  EXPECT_EQ(named, "tasks resources events ");
}

}  // namespace
}  // namespace gantt
