/*
 * DPDK's rte_lpm with a table of ours, for bench_dpdk.py: made, filled, asked in bulk.
 *
 * It runs without huge pages and devices.  The entries are written here, in the layout
 * of rte_lpm.h, shorter prefixes first: rte_lpm_add() looks through all rules of a length
 * for each one more, which takes minutes for a full table, and makes the same entries.
 */

#include <rte_eal.h>
#include <rte_lpm.h>
#include <stdint.h>

#define BURST 64 /* addresses of one bulk call: known when it is compiled */

static struct rte_lpm *table;
static uint32_t groups; /* of tbl8, used */

/* Begin; below 0 = DPDK does not run here. */
int dpdk_start(void)
{
    char *argv[] = {"bench",       "--no-huge", "--no-pci", "--no-telemetry",
                    "--no-shconf", "-m",        "256",      "--log-level=1"};
    return rte_eal_init(sizeof argv / sizeof *argv, argv);
}

static void put(struct rte_lpm_tbl_entry *entries, uint32_t count, uint32_t hop, uint8_t plen)
{
    struct rte_lpm_tbl_entry entry = {.next_hop = hop, .valid = 1, .depth = plen};
    for (uint32_t i = 0; i < count; i++)
        entries[i] = entry;
}

static struct rte_lpm_tbl_entry *group_of(uint32_t addr)
{
    struct rte_lpm_tbl_entry *entry = &table->tbl24[addr >> 8];
    if (!entry->valid || !entry->valid_group) {
        struct rte_lpm_tbl_entry *low = &table->tbl8[groups * RTE_LPM_TBL8_GROUP_NUM_ENTRIES];
        for (int i = 0; i < RTE_LPM_TBL8_GROUP_NUM_ENTRIES; i++)
            low[i] = *entry, low[i].valid_group = 1;
        *entry = (struct rte_lpm_tbl_entry){
            .next_hop = groups++, .valid = 1, .valid_group = 1, .depth = entry->depth};
    }
    return &table->tbl8[entry->next_hop * RTE_LPM_TBL8_GROUP_NUM_ENTRIES];
}

/* Make a table of prefixes in order of length; below 0 = it does not fit. */
int dpdk_fill(const uint32_t *addr, const uint8_t *plen, const uint32_t *hop, uint32_t count,
              uint32_t most_groups)
{
    struct rte_lpm_config config = {.max_rules = 1, .number_tbl8s = most_groups};
    table = rte_lpm_create("bench", SOCKET_ID_ANY, &config);
    if (table == NULL)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        if (plen[i] <= 24)
            put(&table->tbl24[addr[i] >> 8], 1u << (24 - plen[i]), hop[i], plen[i]);
        else
            put(group_of(addr[i]) + (addr[i] & 255), 1u << (32 - plen[i]), hop[i], plen[i]);
    return 0;
}

/* What rte_lpm_lookup_bulk() gives for addresses, so many that bursts divide them. */
void dpdk_bulk(const uint32_t *addresses, uint32_t *hops, uint64_t count)
{
    for (uint64_t at = 0; at < count; at += BURST)
        rte_lpm_lookup_bulk(table, addresses + at, hops + at, BURST);
}
